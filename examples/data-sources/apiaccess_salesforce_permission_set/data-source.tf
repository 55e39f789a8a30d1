data "apiaccess_salesforce_permission_set" "reporting" {
  name = "Reporting_Tools"
}

output "reporting_license" {
  value = data.apiaccess_salesforce_permission_set.reporting.license_id
}
