data "apiaccess_salesforce_profile" "sales" {
  name = "Sales"
}

output "sales_id" {
  value = data.apiaccess_salesforce_profile.sales.id
}
