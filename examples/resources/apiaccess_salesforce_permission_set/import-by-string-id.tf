import {
  to = apiaccess_salesforce_permission_set.warehouse
  id = "Warehouse_Users"
}
