import {
  to = apiaccess_salesforce_profile_password_policy.sales
  identity = {
    profile_id = "00e5g000000B3G7AAK"
  }
}
