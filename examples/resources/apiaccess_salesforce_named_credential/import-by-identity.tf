import {
  to = apiaccess_salesforce_named_credential.carrier
  identity = {
    name = "Carrier_API"
  }
}
