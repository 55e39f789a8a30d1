import {
  to = apiaccess_salesforce_oauth_custom_scope.warehouse_read
  identity = {
    id = "0lC5g000000B15NEAS"
  }
}
