# Secrets are read and rotated by the Connect REST API, and do not lie in retrieved metadata.
resource "apiaccess_salesforce_external_client_app_settings" "acme" {
  enable_client_secret_in_rest_api_access = true
  enable_consumer_secret_api_access       = false
}
