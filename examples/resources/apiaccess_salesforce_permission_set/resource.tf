# What carries the app to the people who may use it.
resource "apiaccess_salesforce_permission_set" "warehouse" {
  name        = "Warehouse_Users"
  label       = "Warehouse Users"
  description = "May use the warehouse app"

  permissions = {
    ApiEnabled = true
  }
}
