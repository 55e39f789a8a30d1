# GROUP_ID,ASSET_ID; GROUP_ID may be left out where the provider has a default organization.
terraform import apiaccess_anypoint_api_grants.orders "5a1c0000-ac3e-4000-8000-000000000001,orders-api"
