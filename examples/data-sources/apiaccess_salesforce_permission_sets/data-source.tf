# The permission sets that carry an app.
data "apiaccess_salesforce_permission_sets" "reporting" {
  app = "Reporting Cloud"
}

output "carriers_of_reporting_cloud" {
  value = data.apiaccess_salesforce_permission_sets.reporting.permission_sets[*].name
}
