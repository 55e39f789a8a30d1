data "apiaccess_salesforce_permission_set_group" "frontend" {
  developer_name = "Frontend_Team"
}

output "what_the_frontend_team_holds" {
  value = data.apiaccess_salesforce_permission_set_group.frontend.permission_sets
}
