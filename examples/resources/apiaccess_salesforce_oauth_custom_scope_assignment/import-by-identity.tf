import {
  to = apiaccess_salesforce_oauth_custom_scope_assignment.sync
  identity = {
    scope_id = "0lC5g000000B15NEAS"
    app_id   = "0H45g000000B3G7CAK"
  }
}
