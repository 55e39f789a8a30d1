data "apiaccess_anypoint_teams" "all" {
  below = "Everyone at Acme"
}

output "teams" {
  value = { for team in data.apiaccess_anypoint_teams.all.teams : team.name => team.ancestors }
}
