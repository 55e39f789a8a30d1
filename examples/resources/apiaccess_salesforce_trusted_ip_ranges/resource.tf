# The offices and the VPN, and no others.
resource "apiaccess_salesforce_trusted_ip_ranges" "offices" {
  ranges = [
    { start = "203.0.113.0", end = "203.0.113.255", description = "Head office" },
    { start = "198.51.100.7", end = "198.51.100.7", description = "VPN" },
  ]
}
