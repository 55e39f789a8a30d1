# ORGANIZATION_ID,ENVIRONMENT_ID,ID; the first two may be left out where the provider has defaults.
terraform import apiaccess_anypoint_api_instance.orders 5a1c0000-ac3e-4000-8000-000000000001,5a1c0000-e4f0-4000-8000-000000000001,19215017
