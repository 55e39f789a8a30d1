data "apiaccess_anypoint_api_instance" "orders" {
  asset_id = "orders-api"
  label    = "orders-production"
}

# 100 requests a second and 20,000 an hour, for each client.
resource "apiaccess_anypoint_rate_limiting_policy" "orders" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  key_selector    = "#[attributes.headers['client_id']]"

  rate_limits = [
    { maximum_requests = 100, time_period_in_milliseconds = 1000 },
    { maximum_requests = 20000, time_period_in_milliseconds = 3600000 },
  ]
}
