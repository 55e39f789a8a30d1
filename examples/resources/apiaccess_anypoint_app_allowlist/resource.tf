# Every app that may get tokens while the allowlist is on. The provider's own belong here too.
resource "apiaccess_anypoint_app_allowlist" "acme" {
  apps = {
    "Terraform"                   = {}
    "Terraform Access Management" = {}
    "Auditor"                     = { authorized_scopes = ["read:api_policies", "read:api_configuration"] }

    # Somebody else's app, by its client id.
    "b7e0d6c2f1a04d53a9c4e1f20d3b5a68" = { authorized_scopes = ["openid", "profile"] }
  }
}
