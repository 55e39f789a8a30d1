# The people in sales log in from the offices and the VPN.
resource "apiaccess_salesforce_profile_login_ip_ranges" "sales" {
  profile = "Sales"
  ranges = [
    { start = "203.0.113.0", end = "203.0.113.255", description = "Head office" },
    { start = "198.51.100.7", end = "198.51.100.7", description = "VPN" },
  ]
}
