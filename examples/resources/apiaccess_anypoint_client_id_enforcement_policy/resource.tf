data "apiaccess_anypoint_api_instance" "orders" {
  asset_id = "orders-api"
  label    = "orders-production"
}

# Only applications with an approved contract, by id and secret in two headers.
resource "apiaccess_anypoint_client_id_enforcement_policy" "orders" {
  api_instance_id          = data.apiaccess_anypoint_api_instance.orders.id
  client_secret_expression = "#[attributes.headers['client_secret']]"
}

# The same in the header of HTTP basic authentication, for writing only.
resource "apiaccess_anypoint_client_id_enforcement_policy" "inventory" {
  api_instance_id    = "19215014"
  credentials_origin = "httpBasicAuthenticationHeader"

  pointcuts = [
    { methods = ["POST", "PUT", "PATCH", "DELETE"], uri_template = "/stock.*" },
  ]
  depends_on = [apiaccess_anypoint_client_id_enforcement_policy.orders]
}
