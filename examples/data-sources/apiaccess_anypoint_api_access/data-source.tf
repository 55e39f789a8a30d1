# Who has the orders API, and by which path.
data "apiaccess_anypoint_api_access" "orders" {
  apis = ["orders-api"]
}

output "paths" {
  value = {
    for username, user in data.apiaccess_anypoint_api_access.orders.access[0].effective_users :
    username => [for path in user.paths : "${path.role} by ${path.granted_to} (${path.kind})"]
  }
}

# Which APIs the Frontend Team and Sarah both reach.
data "apiaccess_anypoint_api_access" "frontend" {
  users       = ["sarah.lee"]
  teams       = ["Frontend Team"]
  counts_only = true
}

output "people_and_groups" {
  value = {
    for api in data.apiaccess_anypoint_api_access.frontend.access :
    api.asset_id => { people = api.people_count, groups = api.groups_count, users = api.effective_users_count }
  }
}
