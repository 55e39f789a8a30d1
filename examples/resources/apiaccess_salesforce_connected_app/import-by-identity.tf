import {
  to = apiaccess_salesforce_connected_app.portal
  identity = {
    name = "Orders_Portal"
  }
}
