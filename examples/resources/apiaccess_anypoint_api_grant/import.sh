# GROUP_ID,ASSET_ID,PRINCIPAL_TYPE,NAME_OR_ID; PRINCIPAL_TYPE is user, team or organization.
# GROUP_ID may be left out where the provider has a default organization.
terraform import apiaccess_anypoint_api_grant.frontend_team "5a1c0000-ac3e-4000-8000-000000000001,orders-api,team,Frontend Team"
