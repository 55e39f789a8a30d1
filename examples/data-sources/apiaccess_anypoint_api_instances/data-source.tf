# Every instance of one API, whatever its version.
data "apiaccess_anypoint_api_instances" "orders" {
  asset_id = "orders-api"
}

output "deprecated_instances" {
  value = [for api in data.apiaccess_anypoint_api_instances.orders.api_instances : api.id if api.deprecated]
}
