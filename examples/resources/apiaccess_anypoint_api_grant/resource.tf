# Direct access: Sarah keeps it whatever team she is in.
resource "apiaccess_anypoint_api_grant" "sarah" {
  asset_id = "orders-api"
  user     = "sarah.lee"
  role     = "contributor"
}

# Group access: whoever is in the Frontend Team, now or later.
resource "apiaccess_anypoint_api_grant" "frontend_team" {
  asset_id = "orders-api"
  team     = "Frontend Team"
  role     = "viewer"
}

# Everybody in a business group.
resource "apiaccess_anypoint_api_grant" "retail" {
  asset_id     = "inventory-api"
  organization = "Retail"
  role         = "viewer"
}
