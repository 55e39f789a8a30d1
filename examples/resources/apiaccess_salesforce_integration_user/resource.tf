# The warehouse calls APIs as a user of its own, who can do nothing else.
resource "apiaccess_salesforce_integration_user" "warehouse" {
  username   = "warehouse.integration@acme.example"
  first_name = "Warehouse"
  last_name  = "Integration"
  email      = "integrations@acme.example"
}

resource "apiaccess_salesforce_permission_set_assignment" "warehouse" {
  user           = apiaccess_salesforce_integration_user.warehouse.username
  permission_set = "Reporting_Tools"
}
