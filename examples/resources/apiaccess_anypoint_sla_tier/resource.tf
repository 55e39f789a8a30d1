data "apiaccess_anypoint_api_instance" "orders" {
  asset_id = "orders-api"
  label    = "orders-production"
}

# Partners ask for it, and somebody decides.
resource "apiaccess_anypoint_sla_tier" "gold" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  name            = "Gold"
  description     = "For partners with a contract"

  limits = {
    "1 second" = { maximum_requests = 50 }
    "1 day"    = { maximum_requests = 1000000 }
  }
}
