data "apiaccess_anypoint_api_instance" "orders" {
  asset_id = "orders-api"
  label    = "orders-production"
}

# Offices and a partner, behind a load balancer that sets X-Forwarded-For itself.
resource "apiaccess_anypoint_ip_allowlist_policy" "orders" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  ips             = ["203.0.113.0/24", "198.51.100.7"]
}

# The same callers, for writing only, on a gateway that they reach directly.
resource "apiaccess_anypoint_ip_allowlist_policy" "inventory" {
  api_instance_id = "19215014"
  ips             = apiaccess_anypoint_ip_allowlist_policy.orders.ips
  ip_expression   = "#[attributes.remoteAddress]"

  pointcuts = [
    { methods = ["POST", "PUT", "PATCH", "DELETE"], uri_template = "/stock.*" },
  ]
}
