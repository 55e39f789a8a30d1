import {
  to = apiaccess_salesforce_permission_set_assignments.reporting
  identity = {
    id = "0PS5g000000B6WEGA0"
  }
}
