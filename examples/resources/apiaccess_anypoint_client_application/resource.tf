# Calls APIs as itself; the secret is replaced when the date changes.
resource "apiaccess_anypoint_client_application" "billing" {
  name                    = "Billing Sync"
  description             = "Writes invoices every night"
  url                     = "https://billing.acme.example"
  grant_types             = ["client_credentials"]
  secret_rotation_trigger = "2026-01"
}
