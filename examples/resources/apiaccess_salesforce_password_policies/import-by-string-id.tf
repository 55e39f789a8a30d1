import {
  to = apiaccess_salesforce_password_policies.acme
  id = "Security"
}
