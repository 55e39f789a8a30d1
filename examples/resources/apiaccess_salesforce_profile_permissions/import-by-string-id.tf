import {
  to = apiaccess_salesforce_profile_permissions.sales
  id = "Sales"
}
