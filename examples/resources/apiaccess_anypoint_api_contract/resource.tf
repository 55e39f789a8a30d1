resource "apiaccess_anypoint_sla_tier" "gold" {
  api_instance_id = "19215012"
  name            = "Gold"
  limits          = { "1 minute" = { maximum_requests = 600 } }
}

resource "apiaccess_anypoint_client_application" "billing" {
  name = "Billing Sync"
}

# Billing may call the orders API, 600 times a minute.
resource "apiaccess_anypoint_api_contract" "billing" {
  api_instance_id = apiaccess_anypoint_sla_tier.gold.api_instance_id
  application     = apiaccess_anypoint_client_application.billing.name
  tier            = apiaccess_anypoint_sla_tier.gold.name
}
