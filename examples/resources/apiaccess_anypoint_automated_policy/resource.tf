# Every API of the environment on Mule 4 asks for the credentials of an application
# with an approved contract.
resource "apiaccess_anypoint_automated_policy" "clients" {
  asset_id      = "client-id-enforcement"
  asset_version = "1.3.3"

  configuration = jsonencode({
    credentialsOriginHasHttpBasicAuthenticationHeader = "customExpression"
    clientIdExpression                                = "#[attributes.headers['client_id']]"
    clientSecretExpression                            = "#[attributes.headers['client_secret']]"
  })
}

# The same on Flex Gateway.
resource "apiaccess_anypoint_automated_policy" "clients_flex" {
  asset_id      = apiaccess_anypoint_automated_policy.clients.asset_id
  asset_version = apiaccess_anypoint_automated_policy.clients.asset_version
  configuration = apiaccess_anypoint_automated_policy.clients.configuration
  technology    = "flexGateway"
}
