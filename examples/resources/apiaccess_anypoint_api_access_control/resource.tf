# Only apps on the allowlist get tokens, the organization's own included, and none by the implicit grant.
resource "apiaccess_anypoint_api_access_control" "acme" {
  allowlist_enabled               = true
  allowlist_internal_applications = false
  grant_types_allowed             = ["authorization_code", "client_credentials", "password", "refresh_token"]

  # The provider's own apps are on the list before the list is turned on.
  depends_on = [
    apiaccess_anypoint_app_allowlist_entry.terraform,
    apiaccess_anypoint_app_allowlist_entry.terraform_access_management,
  ]
}

resource "apiaccess_anypoint_app_allowlist_entry" "terraform" {
  app = "Terraform"
}

resource "apiaccess_anypoint_app_allowlist_entry" "terraform_access_management" {
  app = "Terraform Access Management"
}
