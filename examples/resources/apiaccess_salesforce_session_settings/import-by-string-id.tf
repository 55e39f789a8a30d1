import {
  to = apiaccess_salesforce_session_settings.acme
  id = "Security"
}
