data "apiaccess_anypoint_api_instance" "orders" {
  asset_id = "orders-api"
  label    = "orders-production"
}

# The same API in another environment.
data "apiaccess_anypoint_environment" "sandbox" {
  name = "Sandbox"
}

data "apiaccess_anypoint_api_instance" "orders_sandbox" {
  environment_id = data.apiaccess_anypoint_environment.sandbox.id
  asset_id       = "orders-api"
}

resource "apiaccess_anypoint_ip_allowlist_policy" "orders" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  ips             = ["203.0.113.0/24"]
}
