import {
  to = apiaccess_salesforce_oauth_custom_scope.warehouse_read
  id = "warehouse_read"
}
