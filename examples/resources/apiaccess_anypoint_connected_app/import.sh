# ORGANIZATION_ID,CLIENT_ID; ORGANIZATION_ID may be left out where the provider has a default organization.
terraform import apiaccess_anypoint_connected_app.auditor "5a1c0000-ac3e-4000-8000-000000000001,ac3e0000000000000000000000000003"
