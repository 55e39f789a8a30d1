variable "carrier_client_secret" {
  type      = string
  sensitive = true
  default   = "only-for-trying-out"
}

# How the organization signs in to the carrier's API.
resource "apiaccess_salesforce_external_credential" "carrier" {
  name     = "Carrier"
  label    = "Carrier"
  protocol = "OAuth"
  variant  = "ClientCredentialsClientSecret"

  parameters = {
    Token = { type = "AuthProviderUrl", value = "https://login.carrier.example/oauth2/token" }
  }
  principals = {
    Shipping = {
      secrets         = { clientId = "acme-shipping", clientSecret = var.carrier_client_secret }
      secrets_version = 1
    }
  }
}
