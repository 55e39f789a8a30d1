import {
  to = apiaccess_salesforce_named_credential.carrier
  id = "Carrier_API"
}
