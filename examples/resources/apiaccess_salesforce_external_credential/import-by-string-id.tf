import {
  to = apiaccess_salesforce_external_credential.carrier
  id = "Carrier"
}
