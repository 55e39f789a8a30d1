# ORGANIZATION_ID,CLIENT_ID,SCOPE,CONTEXT_ORGANIZATION_ID,CONTEXT_ENVIRONMENT_ID
# ORGANIZATION_ID may be left out where the provider has a default organization, and the context as far as the scope has none.
terraform import apiaccess_anypoint_connected_app_scope.alerts "5a1c0000-ac3e-4000-8000-000000000001,ac3e0000000000000000000000000003,read:api_alerts,5a1c0000-ac3e-4000-8000-000000000001,5a1c0000-e4f0-4000-8000-000000000001"
