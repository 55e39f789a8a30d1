# Every app that is not on the allowlist yet.
data "apiaccess_salesforce_apps" "open" {
  approved = false
}

output "open_apps" {
  value = { for app in data.apiaccess_salesforce_apps.open.apps : app.id => "${app.label} (${app.kind})" }
}
