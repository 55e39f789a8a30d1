# Whoever is not in this map leaves the team.
resource "apiaccess_anypoint_team_members" "frontend" {
  team = "Frontend Team"
  members = {
    "sarah.lee"             = "maintainer"
    "omar.diaz"             = "member"
    "mei.chen@acme.example" = "member"
  }
}
