import {
  to = apiaccess_salesforce_app_allowlist.acme
  id = "allowlist"
}
