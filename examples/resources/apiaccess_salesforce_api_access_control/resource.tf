# The app that Terraform itself signs in with is on the allowlist, and granted ...
resource "apiaccess_salesforce_app_allowlist_entry" "terraform" {
  app            = "Terraform"
  adopt_existing = true
}

# ... as is everything else that is to go on ...
resource "apiaccess_salesforce_api_grant" "warehouse" {
  app            = "Warehouse_Sync"
  permission_set = "Reporting_Tools"
}

resource "apiaccess_salesforce_app_allowlist_entry" "warehouse" {
  app    = "Warehouse_Sync"
  grants = [apiaccess_salesforce_api_grant.warehouse.id]
}

# ... before all other apps are kept out.
resource "apiaccess_salesforce_api_access_control" "acme" {
  approved_apps_only                    = true
  approved_apps_only_for_external_users = true

  depends_on = [
    apiaccess_salesforce_app_allowlist_entry.terraform,
    apiaccess_salesforce_app_allowlist_entry.warehouse,
  ]
}
