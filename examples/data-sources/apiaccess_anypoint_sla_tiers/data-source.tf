data "apiaccess_anypoint_sla_tiers" "orders" {
  api_instance_id = "19215012"
}

output "tiers_without_review" {
  value = [for tier in data.apiaccess_anypoint_sla_tiers.orders.sla_tiers : tier.name if tier.auto_approve]
}
