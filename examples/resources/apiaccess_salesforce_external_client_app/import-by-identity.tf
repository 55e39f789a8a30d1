import {
  to = apiaccess_salesforce_external_client_app.portal
  identity = {
    name = "Orders_Portal"
  }
}
