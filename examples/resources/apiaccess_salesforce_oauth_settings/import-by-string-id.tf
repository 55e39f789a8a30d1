import {
  to = apiaccess_salesforce_oauth_settings.acme
  id = "OauthOidc"
}
