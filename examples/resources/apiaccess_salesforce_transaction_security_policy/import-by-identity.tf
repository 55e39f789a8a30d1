import {
  to = apiaccess_salesforce_transaction_security_policy.exports
  identity = {
    name = "Mass_Export"
  }
}
