# The Orders Portal: which app may call the APIs, and who may use it.

terraform {
  required_providers {
    apiaccess = {
      source = "apiaccess/apiaccess"
    }
  }
}

# Both platforms' sign-ins come from the environment.
provider "apiaccess" {}

# Salesforce: the app itself.
resource "apiaccess_salesforce_connected_app" "orders_portal" {
  name          = "Orders_Portal"
  label         = "Orders Portal"
  contact_email = "orders@acme.example"

  oauth = {
    callback_urls = ["https://portal.acme.example/oauth/callback"]
    scopes        = ["Api", "RefreshToken"]
    pkce_required = true
  }

  oauth_policy = {
    ip_relaxation        = "ENFORCE"
    refresh_token_policy = "specific_lifetime:30:DAYS"
  }

  ip_ranges = [
    { start = "203.0.113.0", end = "203.0.113.255", description = "Acme offices" },
  ]
}

# The permission set that carries the app, and the grant that makes it do so.
resource "apiaccess_salesforce_permission_set" "orders_portal" {
  name  = "Orders_Portal_Users"
  label = "Orders Portal Users"
}

resource "apiaccess_salesforce_api_grant" "carrier" {
  app            = apiaccess_salesforce_connected_app.orders_portal.name
  permission_set = apiaccess_salesforce_permission_set.orders_portal.name
}

# Direct access: Sarah keeps it whatever team she is in.
resource "apiaccess_salesforce_api_grant" "sarah" {
  app     = apiaccess_salesforce_connected_app.orders_portal.name
  user    = "sarah.lee@acme.example"
  through = apiaccess_salesforce_api_grant.carrier.permission_set
}

# Group access: whoever is in the Frontend Team, now or later.
resource "apiaccess_salesforce_api_grant" "frontend_team" {
  app                  = apiaccess_salesforce_connected_app.orders_portal.name
  permission_set_group = "Frontend_Team"
  through              = apiaccess_salesforce_api_grant.carrier.permission_set
}

# Approval: from here on only those who were granted the app may use it.
resource "apiaccess_salesforce_app_allowlist_entry" "orders_portal" {
  app = apiaccess_salesforce_connected_app.orders_portal.name
  grants = [
    apiaccess_salesforce_api_grant.carrier.id,
    apiaccess_salesforce_api_grant.sarah.id,
    apiaccess_salesforce_api_grant.frontend_team.id,
  ]
}

# Anypoint Platform: the API that the portal calls, from known addresses only.
data "apiaccess_anypoint_api_instance" "orders" {
  asset_id = "orders-api"
  label    = "orders-production"
}

resource "apiaccess_anypoint_ip_allowlist_policy" "orders" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  ips             = ["203.0.113.0/24", "198.51.100.7"]
}

resource "apiaccess_anypoint_api_grant" "frontend_team" {
  asset_id = "orders-api"
  team     = "Frontend Team"
  role     = "viewer"
}

resource "apiaccess_anypoint_api_grant" "sarah" {
  asset_id = "orders-api"
  user     = "sarah.lee"
  role     = "contributor"
}
