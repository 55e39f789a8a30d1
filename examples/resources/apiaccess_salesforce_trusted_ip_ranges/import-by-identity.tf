import {
  to = apiaccess_salesforce_trusted_ip_ranges.offices
  identity = {
    organization_id = "00D5g000004AcMeEAK"
  }
}
