# Carries the app, and nothing else.
resource "apiaccess_salesforce_permission_set" "warehouse" {
  name  = "Warehouse_Users"
  label = "Warehouse Users"
}

# Everyone who may use the app. Whoever is granted it elsewhere shows in the next plan.
resource "apiaccess_salesforce_api_grants" "warehouse" {
  app     = "Warehouse_Sync"
  through = apiaccess_salesforce_permission_set.warehouse.name

  users = {
    "sarah.lee@acme.example" = { expiration = "2099-12-31T00:00:00Z" }
    "mei.chen@acme.example"  = {}
  }
  permission_set_groups = {
    Frontend_Team = {}
  }
  permission_sets = {
    Reporting_Tools = {}
  }
  profiles = {
    Sales = {}
  }
}
