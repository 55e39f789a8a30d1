# Acts for itself: reads the policies of production, and nothing else.
resource "apiaccess_anypoint_connected_app" "audit" {
  name        = "Policy Audit"
  grant_types = ["client_credentials"]
  scopes = [
    { scope = "read:api_policies", organization = "Acme", environment = "Production" },
    { scope = "read:exchange", organization = "Acme" },
  ]
  rotation_trigger = "2026-04" # the platform makes up a new secret when this changes
}

# Acts for users: may read what the user may read.
resource "apiaccess_anypoint_connected_app" "portal" {
  name             = "API Portal"
  grant_types      = ["authorization_code", "refresh_token"]
  redirect_uris    = ["https://portal.acme.example/callback"]
  delegated_scopes = ["openid", "profile", "read:full", "offline_access"]
  owner            = "platform.admin"
}

# An app that may exist already: bring it under Terraform as shown under Import.
resource "apiaccess_anypoint_connected_app" "auditor" {
  name        = "Auditor"
  grant_types = ["client_credentials"]
  client_uri  = "https://auditor.acme.example"
}
