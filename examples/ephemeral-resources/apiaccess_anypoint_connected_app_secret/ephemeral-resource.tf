ephemeral "apiaccess_anypoint_connected_app_secret" "auditor" {
  app = "Auditor"
}

# The secret may go where nothing is kept: to write-only arguments, to providers, and to other ephemeral values.
locals {
  audit_sign_in = {
    client_id     = ephemeral.apiaccess_anypoint_connected_app_secret.auditor.client_id
    client_secret = ephemeral.apiaccess_anypoint_connected_app_secret.auditor.client_secret
  }
}
