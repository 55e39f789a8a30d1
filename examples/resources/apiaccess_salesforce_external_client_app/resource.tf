# A portal that signs its users in and calls the APIs as them.
resource "apiaccess_salesforce_external_client_app" "portal" {
  name          = "Orders_Portal"
  label         = "Orders Portal"
  contact_email = "orders@acme.example"
  description   = "Lets customers follow their orders"

  oauth = {
    callback_urls                  = ["https://portal.acme.example/callback"]
    scopes                         = ["Api", "RefreshToken"]
    refresh_token_rotation_enabled = true
    trusted_ip_ranges = [
      { start = "203.0.113.0", end = "203.0.113.255", description = "Headquarters" },
    ]
  }

  oauth_policy = {
    refresh_token_policy = "specific_inactivity:30:DAYS"
  }

  session_policy = {
    timeout_minutes = 60
  }
}

# An integration without users, which acts as one that has only the rights that it needs.
resource "apiaccess_salesforce_external_client_app" "fulfilment" {
  name          = "Fulfilment"
  label         = "Fulfilment"
  contact_email = "integrations@acme.example"

  oauth = {
    callback_urls           = ["https://login.salesforce.com/services/oauth2/success"]
    scopes                  = ["Api"]
    client_credentials_user = "orders.integration@acme.example"
  }
}
