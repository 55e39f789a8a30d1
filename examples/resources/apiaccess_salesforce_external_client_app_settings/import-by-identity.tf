import {
  to = apiaccess_salesforce_external_client_app_settings.acme
  identity = {
    organization_id = "00D5g000004AcMeEAK"
  }
}
