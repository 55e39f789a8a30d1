import {
  to = apiaccess_salesforce_app_allowlist_entry.warehouse
  id = "Warehouse_Sync"
}
