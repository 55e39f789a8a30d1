resource "apiaccess_salesforce_oauth_custom_scope" "warehouse_read" {
  name        = "warehouse_read"
  label       = "Warehouse: read"
  description = "See what is in the warehouse"
}

# The synchronization may ask for the scope, whoever else may.
resource "apiaccess_salesforce_oauth_custom_scope_assignment" "sync" {
  scope = apiaccess_salesforce_oauth_custom_scope.warehouse_read.name
  app   = "Warehouse_Sync"
}
