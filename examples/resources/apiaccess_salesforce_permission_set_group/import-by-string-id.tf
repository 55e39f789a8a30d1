import {
  to = apiaccess_salesforce_permission_set_group.warehouse
  id = "Warehouse_Team"
}
