data "apiaccess_anypoint_identity" "sarah" {
  user = "sarah.lee@acme.example"
}

data "apiaccess_anypoint_identity" "frontend_team" {
  team = "Frontend Team"
}

output "sarah" {
  value = "${data.apiaccess_anypoint_identity.sarah.name} is ${data.apiaccess_anypoint_identity.sarah.username}"
}

output "frontend_team_id" {
  value = data.apiaccess_anypoint_identity.frontend_team.id
}
