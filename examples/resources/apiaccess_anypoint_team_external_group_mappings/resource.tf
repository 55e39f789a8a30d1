# Groups of one identity provider; whoever is in them joins the team at sign-in.
resource "apiaccess_anypoint_team_external_group_mappings" "frontend" {
  team = "Frontend Team"
  groups = {
    "2e50e859-0042-46ff-8cf8-1ad6f0c78b67" = {
      "frontend-developers" = "member"
      "frontend-leads"      = "maintainer"
    }
  }
}
