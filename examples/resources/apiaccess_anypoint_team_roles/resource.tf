# A role that is not in this map is taken from the team.
resource "apiaccess_anypoint_team_roles" "frontend" {
  team = "Frontend Team"
  roles = {
    "policies in production" = {
      role        = "View Policies"
      environment = "Production"
    }
    "policies in the sandbox" = {
      role        = "Manage Policies"
      environment = "Sandbox"
    }
    "assets of Retail" = {
      role           = "Exchange Viewer"
      business_group = "Retail"
    }
  }
}
