# ORGANIZATION_ID: the root organization.
terraform import apiaccess_anypoint_api_access_control.acme "5a1c0000-ac3e-4000-8000-000000000001"
