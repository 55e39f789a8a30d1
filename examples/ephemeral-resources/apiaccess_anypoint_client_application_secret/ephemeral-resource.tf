resource "apiaccess_anypoint_client_application" "billing" {
  name = "Billing Sync"
}

ephemeral "apiaccess_anypoint_client_application_secret" "billing" {
  application = apiaccess_anypoint_client_application.billing.id
}

# The secret may go where nothing is kept: to write-only arguments, to providers, and to other ephemeral values.
locals {
  billing_sign_in = {
    client_id     = ephemeral.apiaccess_anypoint_client_application_secret.billing.client_id
    client_secret = ephemeral.apiaccess_anypoint_client_application_secret.billing.client_secret
  }
}
