import {
  to = apiaccess_salesforce_oauth_settings.acme
  identity = {
    organization_id = "00D5g000004AcMeEAK"
  }
}
