import {
  to = apiaccess_salesforce_profile_login_ip_ranges.sales
  identity = {
    profile_id = "00e5g000000B3G7AAK"
  }
}
