# What people connected on their own during the last month.
data "apiaccess_salesforce_oauth_tokens" "recent" {
  used_within_days = 30
}

output "shadow_it" {
  value = data.apiaccess_salesforce_oauth_tokens.recent.uninstalled_apps
}

# An allowlist cannot be switched on before these are approved, or nobody may use them any more.
output "in_use" {
  value = [for app in data.apiaccess_salesforce_oauth_tokens.recent.apps : "${app.app}: ${app.user_count} users" if app.installed]
}
