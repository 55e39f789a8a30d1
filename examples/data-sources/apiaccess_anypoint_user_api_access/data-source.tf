data "apiaccess_anypoint_user_api_access" "sarah" {
  user = "sarah.lee@acme.example"
}

output "apis" {
  value = { for api in data.apiaccess_anypoint_user_api_access.sarah.access : api.asset_id => api.role }
}

# What must go to cut Sarah off.
output "to_cut_off" {
  value = [
    for cut in data.apiaccess_anypoint_user_api_access.sarah.to_cut_off :
    cut.object == "team_member" ? "leave the team ${cut.name}" : "revoke ${cut.asset_id} for ${cut.principal_type} ${cut.name}"
  ]
}
