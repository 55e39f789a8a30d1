import {
  to = apiaccess_salesforce_api_grant.sarah
  id = "Warehouse_Sync,user:sarah.lee@acme.example,Warehouse_Users"
}
