data "apiaccess_salesforce_user" "sarah" {
  username = "sarah.lee@acme.example"
}

output "sarahs_profile" {
  value = data.apiaccess_salesforce_user.sarah.profile_name
}
