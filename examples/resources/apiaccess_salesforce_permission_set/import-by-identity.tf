import {
  to = apiaccess_salesforce_permission_set.warehouse
  identity = {
    id = "0PS5g000000B8gyGAC"
  }
}
