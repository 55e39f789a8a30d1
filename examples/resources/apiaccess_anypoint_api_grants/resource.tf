# Everyone who has the orders API. Whoever else is granted it appears in the plan
# and loses it with the apply.
resource "apiaccess_anypoint_api_grants" "orders" {
  asset_id = "orders-api"

  users = {
    "platform.admin" = "admin" # made the API
    "sarah.lee"      = "contributor"
  }
  teams = {
    "Frontend Team"   = "viewer"
    "Fulfilment Team" = "viewer"
  }
  organizations = {
    "Retail" = "viewer"
  }
}
