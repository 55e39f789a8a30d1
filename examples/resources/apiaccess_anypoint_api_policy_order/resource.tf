data "apiaccess_anypoint_api_instance" "orders" {
  asset_id = "orders-api"
  label    = "orders-production"
}

resource "apiaccess_anypoint_ip_allowlist_policy" "orders" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  ips             = ["203.0.113.0/24"]
  ip_expression   = "#[attributes.remoteAddress]"
}

resource "apiaccess_anypoint_rate_limiting_policy" "orders" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  rate_limits     = [{ maximum_requests = 100, time_period_in_milliseconds = 1000 }]
}

# Addresses are checked first, so that others do not use up the rate.
resource "apiaccess_anypoint_api_policy_order" "orders" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id

  policy_ids = [
    apiaccess_anypoint_ip_allowlist_policy.orders.id,
    apiaccess_anypoint_rate_limiting_policy.orders.id,
  ]
}
