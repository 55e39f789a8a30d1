# All that the auditors' app may do: look at production, and nothing else.
resource "apiaccess_anypoint_connected_app_scopes" "auditor" {
  app = "Auditor"
  scopes = [
    { scope = "read:api_policies", organization = "Acme", environment = "Production" },
    { scope = "read:api_configuration", organization = "Acme", environment = "Production" },
    { scope = "read:exchange", organization = "Acme" },
  ]
}
