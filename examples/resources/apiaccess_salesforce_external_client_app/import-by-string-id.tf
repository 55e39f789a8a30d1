import {
  to = apiaccess_salesforce_external_client_app.portal
  id = "Orders_Portal"
}
