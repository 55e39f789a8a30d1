# Who may use the app ...
resource "apiaccess_salesforce_api_grant" "reporting" {
  app            = "Warehouse_Sync"
  permission_set = "Reporting_Tools"
}

# ... and, once they may, nobody else.
resource "apiaccess_salesforce_app_allowlist_entry" "warehouse" {
  app    = "Warehouse_Sync"
  grants = [apiaccess_salesforce_api_grant.reporting.id]
}

# An app of another organization: the entry checks that it is approved in Setup.
data "apiaccess_salesforce_connected_app" "reporting_cloud" {
  label = "Reporting Cloud"
}

resource "apiaccess_salesforce_app_allowlist_entry" "reporting_cloud" {
  app = data.apiaccess_salesforce_connected_app.reporting_cloud.id
}
