data "apiaccess_anypoint_roles" "policies" {
  search = "policies"
}

output "manage_policies" {
  value = data.apiaccess_anypoint_roles.policies.ids["Manage Policies"]
}
