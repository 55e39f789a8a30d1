import {
  to = apiaccess_salesforce_trusted_ip_ranges.offices
  id = "Security"
}
