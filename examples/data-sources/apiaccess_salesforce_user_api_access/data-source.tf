data "apiaccess_salesforce_user_api_access" "sarah" {
  user = "sarah.lee@acme.example"
}

output "apps_that_sarah_can_call" {
  value = data.apiaccess_salesforce_user_api_access.sarah.access[*].label
}

# What to revoke when Sarah leaves: direct access and access by group alike.
output "to_cut_sarah_off" {
  value = [
    for row in data.apiaccess_salesforce_user_api_access.sarah.to_cut_off :
    "${row.kind} access by ${row.name} (${row.id}): ${join(", ", row.apps)}"
  ]
}

# What no revocation closes, because anybody may authorize these apps for himself.
output "open_to_sarah_as_to_everybody" {
  value = data.apiaccess_salesforce_user_api_access.sarah.self_authorized_apps
}
