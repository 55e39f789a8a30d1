import {
  to = apiaccess_salesforce_profile_password_policy.sales
  id = "Sales"
}
