# Every app that takes users' passwords.
data "apiaccess_anypoint_connected_apps" "with_passwords" {
  grant_type = "password"
}

output "apps_with_passwords" {
  value = data.apiaccess_anypoint_connected_apps.with_passwords.apps[*].name
}
