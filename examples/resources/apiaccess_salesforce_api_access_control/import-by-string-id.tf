import {
  to = apiaccess_salesforce_api_access_control.acme
  id = "ConnectedApp"
}
