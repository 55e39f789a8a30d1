import {
  to = apiaccess_salesforce_api_grants.warehouse
  id = "Warehouse_Sync,Warehouse_Users"
}
