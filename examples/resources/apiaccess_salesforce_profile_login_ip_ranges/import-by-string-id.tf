import {
  to = apiaccess_salesforce_profile_login_ip_ranges.sales
  id = "Sales"
}
