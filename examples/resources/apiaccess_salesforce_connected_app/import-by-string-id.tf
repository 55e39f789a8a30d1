import {
  to = apiaccess_salesforce_connected_app.portal
  id = "Orders_Portal"
}
