import {
  to = apiaccess_salesforce_profile_permissions.sales
  identity = {
    profile_id = "00e5g000000B3G7AAK"
  }
}
