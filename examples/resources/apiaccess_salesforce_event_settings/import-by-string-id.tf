import {
  to = apiaccess_salesforce_event_settings.acme
  id = "Event"
}
