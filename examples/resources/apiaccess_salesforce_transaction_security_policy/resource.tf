# Stops calls of the APIs that the Apex class takes for mass exports, and tells Sarah.
resource "apiaccess_salesforce_transaction_security_policy" "exports" {
  name       = "Mass_Export"
  label      = "Mass export"
  event      = "ApiEvent"
  apex_class = "MassExportCondition"

  block         = true
  block_message = "Exports of this size need the platform team."
  notifications = {
    "sarah.lee@acme.example" = { in_app = true }
  }
}
