import {
  to = apiaccess_anypoint_api_grant.frontend_team
  identity = {
    group_id       = "5a1c0000-ac3e-4000-8000-000000000001"
    asset_id       = "orders-api"
    principal_type = "team"
    principal_id   = "5a1c0000-7ea0-4000-8000-000000000002"
  }
}
