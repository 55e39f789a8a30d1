resource "apiaccess_anypoint_ip_allowlist_policy" "orders" {
  api_instance_id = "19215012"
  ips             = ["203.0.113.0/24"]
}

data "apiaccess_anypoint_api_policies" "orders" {
  api_instance_id = "19215012"
  managed_ids     = [apiaccess_anypoint_ip_allowlist_policy.orders.id]
}

check "every_policy_is_managed" {
  assert {
    condition     = length(data.apiaccess_anypoint_api_policies.orders.unmanaged) == 0
    error_message = "Policies that nobody manages: ${jsonencode(data.apiaccess_anypoint_api_policies.orders.unmanaged)}"
  }
}
