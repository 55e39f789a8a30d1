data "apiaccess_anypoint_api_instance" "orders" {
  asset_id = "orders-api"
  label    = "orders-production"
}

# Callers that scanned the API, in the address that the load balancer adds last.
resource "apiaccess_anypoint_ip_blocklist_policy" "orders" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  ips             = ["192.0.2.0/24", "198.51.100.66"]
  ip_expression   = "#[(attributes.headers['x-forwarded-for'] splitBy ',' map trim($))[-1]]"
}
