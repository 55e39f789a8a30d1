# The profiles whose users may all use an app.
data "apiaccess_salesforce_profiles" "terraform" {
  app = "Terraform"
}

output "profiles_with_terraform" {
  value = data.apiaccess_salesforce_profiles.terraform.profiles[*].name
}
