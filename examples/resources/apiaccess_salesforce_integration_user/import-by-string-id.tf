import {
  to = apiaccess_salesforce_integration_user.warehouse
  id = "warehouse.integration@acme.example"
}
