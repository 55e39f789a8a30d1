# The permission set that carries the app, and the grant that makes it do so.
resource "apiaccess_salesforce_permission_set" "warehouse" {
  name  = "Warehouse_Users"
  label = "Warehouse Users"
}

resource "apiaccess_salesforce_api_grant" "carrier" {
  app            = "Warehouse_Sync"
  permission_set = apiaccess_salesforce_permission_set.warehouse.name
}

# Direct access, here until the project ends: Sarah has it whatever group she is in.
resource "apiaccess_salesforce_api_grant" "sarah" {
  app        = "Warehouse_Sync"
  user       = "sarah.lee@acme.example"
  through    = apiaccess_salesforce_api_grant.carrier.permission_set
  expiration = "2099-12-31T00:00:00Z"
}

# Group access: whoever holds the Frontend Team, now or later.
resource "apiaccess_salesforce_api_grant" "frontend_team" {
  app                  = "Warehouse_Sync"
  permission_set_group = "Frontend_Team"
  through              = apiaccess_salesforce_api_grant.carrier.permission_set
}

# Everybody with a profile.
resource "apiaccess_salesforce_api_grant" "sales" {
  app     = "Warehouse_Sync"
  profile = "Sales"
}

# An app of another organization, by the id that it has here.
data "apiaccess_salesforce_connected_app" "dataloader" {
  label = "Dataloader Partner"
}

resource "apiaccess_salesforce_api_grant" "dataloader" {
  app            = data.apiaccess_salesforce_connected_app.dataloader.id
  permission_set = "Frontend_Base"
}
