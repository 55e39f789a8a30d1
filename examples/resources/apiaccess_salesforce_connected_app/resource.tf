# A portal that signs its users in and calls the APIs as them.
resource "apiaccess_salesforce_connected_app" "portal" {
  name          = "Orders_Portal"
  label         = "Orders Portal"
  contact_email = "orders@acme.example"
  description   = "Lets customers follow their orders"

  oauth = {
    callback_urls                  = ["https://portal.acme.example/callback"]
    scopes                         = ["Api", "RefreshToken"]
    pkce_required                  = true
    refresh_token_rotation_enabled = true
  }

  oauth_policy = {
    refresh_token_policy = "specific_inactivity:30:DAYS"
  }

  session_policy = {
    timeout_minutes = 60
  }
}

# An integration without users, which acts as one that has only the rights that it needs.
resource "apiaccess_salesforce_connected_app" "fulfilment" {
  name          = "Fulfilment"
  label         = "Fulfilment"
  contact_email = "integrations@acme.example"

  oauth = {
    callback_urls           = ["https://login.salesforce.com/services/oauth2/success"]
    scopes                  = ["Api"]
    client_credentials_user = "orders.integration@acme.example"
  }
}
