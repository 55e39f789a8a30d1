data "apiaccess_anypoint_environments" "production" {
  type = "production"
}

output "production_environments" {
  value = {
    for environment in data.apiaccess_anypoint_environments.production.environments :
    environment.organization_id => environment.id
  }
}
