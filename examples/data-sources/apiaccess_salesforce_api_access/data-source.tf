# Everything: each app with its people, groups, profiles and effective users.
data "apiaccess_salesforce_api_access" "all" {}

output "people_and_groups" {
  value = {
    for app in data.apiaccess_salesforce_api_access.all.access :
    app.label => "${app.people_count} people, ${app.groups_count} groups, ${app.effective_users_count} users in all"
  }
}

# The apps that Sarah or the frontend team have access to.
data "apiaccess_salesforce_api_access" "sarah" {
  users = ["sarah.lee@acme.example"]
}

data "apiaccess_salesforce_api_access" "frontend" {
  permission_set_groups = ["Frontend_Team"]
}

output "apps_of_the_frontend_team" {
  value = data.apiaccess_salesforce_api_access.frontend.access[*].label
}

# One app: who has access to it, and how.
data "apiaccess_salesforce_api_access" "terraform" {
  apps = ["Terraform"]
}

output "ways_in" {
  value = {
    for username, user in data.apiaccess_salesforce_api_access.terraform.access[0].effective_users :
    username => [for path in user.paths : path.kind]
  }
}
