resource "apiaccess_anypoint_team_member" "mei" {
  team = "Frontend Team"
  user = "mei.chen@acme.example"
}

# Omar may manage the members of his team.
resource "apiaccess_anypoint_team_member" "omar" {
  team            = "Fulfilment Team"
  user            = "omar.diaz"
  membership_type = "maintainer"
}
