import {
  to = apiaccess_salesforce_external_client_app_settings.acme
  id = "ExternalClientApp"
}
