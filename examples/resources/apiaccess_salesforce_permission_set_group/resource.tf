# What everyone in the warehouse is assigned together.
resource "apiaccess_salesforce_permission_set_group" "warehouse" {
  name        = "Warehouse_Team"
  label       = "Warehouse Team"
  description = "All who work in the warehouse"

  permission_sets = {
    Frontend_Base   = {}
    Reporting_Tools = {}
  }
}
