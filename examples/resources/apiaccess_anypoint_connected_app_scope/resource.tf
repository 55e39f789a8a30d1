# One more scope for an app that somebody else manages; its other scopes stay as they are.
resource "apiaccess_anypoint_connected_app_scope" "alerts" {
  app          = "Auditor"
  scope        = "read:api_alerts"
  organization = "Acme"
  environment  = "Production"
}

# A scope of a whole organization has no environment.
resource "apiaccess_anypoint_connected_app_scope" "retail_assets" {
  app          = "Auditor"
  scope        = "read:exchange"
  organization = "Retail"
}
