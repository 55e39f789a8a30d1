data "apiaccess_anypoint_api_instance" "orders" {
  asset_id = "orders-api"
  label    = "orders-production"
}

# Tokens of the organization's own issuer, for this API.
resource "apiaccess_anypoint_jwt_validation_policy" "orders" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  signing_method  = "rsa"
  jwt_key_origin  = "jwks"
  jwks_url        = "https://id.acme.example/.well-known/jwks.json"

  supported_audiences = ["orders"]
  mandatory_aud_claim = true

  mandatory_custom_claims = {
    iss = "#[vars.claimSet.iss == 'https://id.acme.example']"
  }
}

variable "signing_secret" {
  type      = string
  sensitive = true
  default   = "example-signing-secret"
}

# Tokens that are signed with a shared secret, which is sent and never kept.
resource "apiaccess_anypoint_jwt_validation_policy" "inventory" {
  api_instance_id  = "19215014"
  signing_method   = "hmac"
  jwt_key_origin   = "text"
  text_key         = var.signing_secret
  text_key_version = 1

  depends_on = [apiaccess_anypoint_jwt_validation_policy.orders]
}
