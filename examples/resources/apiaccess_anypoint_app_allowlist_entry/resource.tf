# An app of the organization's own, for all scopes that it is registered for.
resource "apiaccess_anypoint_app_allowlist_entry" "auditor" {
  app = "Auditor"
}

# Somebody else's app, by its client id, for a few scopes.
resource "apiaccess_anypoint_app_allowlist_entry" "partner" {
  app               = "b7e0d6c2f1a04d53a9c4e1f20d3b5a68"
  authorized_scopes = ["openid", "profile", "read:organization"]
}
