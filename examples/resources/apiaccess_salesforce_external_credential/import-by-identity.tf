import {
  to = apiaccess_salesforce_external_credential.carrier
  identity = {
    name = "Carrier"
  }
}
