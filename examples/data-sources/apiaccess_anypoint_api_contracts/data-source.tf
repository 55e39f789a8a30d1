data "apiaccess_anypoint_api_contracts" "orders" {
  api_instance_id = "19215012"
  status          = "approved"
}

output "who_calls_orders" {
  value = data.apiaccess_anypoint_api_contracts.orders.api_contracts[*].application_name
}
