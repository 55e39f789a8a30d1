# What a Mule application registers as, by its id.
resource "apiaccess_anypoint_api_instance" "orders" {
  asset_id      = "orders-api"
  asset_version = "1.1.0"
  label         = "orders-blue"
  endpoint_uri  = "https://orders.acme.example/v1"
}

# Nobody from elsewhere calls it.
resource "apiaccess_anypoint_ip_allowlist_policy" "orders" {
  api_instance_id = apiaccess_anypoint_api_instance.orders.id
  ips             = ["203.0.113.0/24"]
}
