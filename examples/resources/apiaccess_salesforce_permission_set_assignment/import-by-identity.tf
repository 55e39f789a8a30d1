import {
  to = apiaccess_salesforce_permission_set_assignment.mei
  identity = {
    held_id = "0PS5g000000B6WEGA0"
    user_id = "0055g000000B5QrAAK"
  }
}
