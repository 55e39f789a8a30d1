import {
  to = apiaccess_salesforce_password_policies.acme
  identity = {
    organization_id = "00D5g000004AcMeEAK"
  }
}
