import {
  to = apiaccess_salesforce_transaction_security_policy.exports
  id = "Mass_Export"
}
