import {
  to = apiaccess_salesforce_app_allowlist_entry.warehouse
  identity = {
    app_id = "0H45g000000B3G7CAK"
  }
}
