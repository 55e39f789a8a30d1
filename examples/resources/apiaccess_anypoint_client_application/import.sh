# ORGANIZATION_ID,ID; the first, the root organization, may be left out.
terraform import apiaccess_anypoint_client_application.billing 5a1c0000-ac3e-4000-8000-000000000001,19215017
