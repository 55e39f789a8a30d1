# All teams, for instance to grant each of them an API.
data "apiaccess_anypoint_identities" "teams" {
  types = ["team"]
}

output "teams" {
  value = { for team in data.apiaccess_anypoint_identities.teams.identities : team.name => team.id }
}

# Whoever is called Lee.
data "apiaccess_anypoint_identities" "lee" {
  search = "lee"
  types  = ["user"]
}
