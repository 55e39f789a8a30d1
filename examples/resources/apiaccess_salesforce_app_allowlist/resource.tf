# Who may use an app is granted before it is approved.
resource "apiaccess_salesforce_api_grant" "warehouse" {
  app            = "Warehouse_Sync"
  permission_set = "Reporting_Tools"
}

# An app of another organization, which somebody has approved in Setup.
data "apiaccess_salesforce_connected_app" "reporting_cloud" {
  label = "Reporting Cloud"
}

# These apps and no others.
resource "apiaccess_salesforce_app_allowlist" "acme" {
  apps = [
    "Terraform", # with which Terraform itself signs in
    "Warehouse_Sync",
    data.apiaccess_salesforce_connected_app.reporting_cloud.id,
  ]

  depends_on = [apiaccess_salesforce_api_grant.warehouse]
}
