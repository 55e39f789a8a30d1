import {
  to = apiaccess_salesforce_event_settings.acme
  identity = {
    organization_id = "00D5g000004AcMeEAK"
  }
}
