import {
  to = apiaccess_salesforce_integration_user.warehouse
  identity = {
    id = "0055g000000B8gyAAC"
  }
}
