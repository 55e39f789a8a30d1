# One more scope for an app that somebody else manages; its other scopes stay as they are.
resource "apiaccess_anypoint_connected_app_scope" "contracts" {
  app          = "Auditor"
  scope        = "read:api_contracts"
  organization = "Acme"
  environment  = "Production"
}

# The same in every environment that is named here.
resource "apiaccess_anypoint_connected_app_scope" "alerts" {
  for_each = toset(["Production", "Sandbox"])

  app          = "Auditor"
  scope        = "read:api_alerts"
  organization = "Acme"
  environment  = each.key
}
