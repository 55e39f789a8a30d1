import {
  to = apiaccess_anypoint_api_grants.orders
  identity = {
    group_id = "5a1c0000-ac3e-4000-8000-000000000001"
    asset_id = "orders-api"
  }
}
