import {
  to = apiaccess_salesforce_app_allowlist.acme
  identity = {
    organization_id = "00D5g000004AcMeEAK"
  }
}
