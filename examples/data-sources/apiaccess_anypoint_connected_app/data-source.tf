data "apiaccess_anypoint_connected_app" "auditor" {
  app = "Auditor"
}

# What the auditors' app may do, and where.
output "scopes" {
  value = data.apiaccess_anypoint_connected_app.auditor.scopes
}
