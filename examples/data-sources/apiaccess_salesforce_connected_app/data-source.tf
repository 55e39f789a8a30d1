# An app that is installed from another organization: only its label and its id are known here.
data "apiaccess_salesforce_connected_app" "reporting_cloud" {
  label = "Reporting Cloud"
}

# One of the organization's own.
data "apiaccess_salesforce_connected_app" "warehouse" {
  name = "Warehouse_Sync"
}

output "not_approved_yet" {
  value = !data.apiaccess_salesforce_connected_app.warehouse.approved
}
