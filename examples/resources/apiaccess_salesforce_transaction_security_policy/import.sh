# The API name.
terraform import apiaccess_salesforce_transaction_security_policy.exports Mass_Export
