import {
  to = apiaccess_salesforce_oauth_custom_scope_assignment.sync
  id = "warehouse_read,Warehouse_Sync"
}
