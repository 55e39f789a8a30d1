# What tokens may do at the warehouse's own services, which accept tokens of this organization.
resource "apiaccess_salesforce_oauth_custom_scope" "warehouse_read" {
  name        = "warehouse_read"
  label       = "Warehouse: read"
  description = "See what is in the warehouse"
  public      = true
}

# An external client app asks for it by its own settings.
resource "apiaccess_salesforce_external_client_app" "scanner" {
  name          = "Warehouse_Scanner"
  label         = "Warehouse Scanner"
  contact_email = "warehouse@acme.example"

  oauth = {
    callback_urls = ["https://scanner.acme.example/callback"]
    scopes        = ["OpenID"]
    custom_scopes = [apiaccess_salesforce_oauth_custom_scope.warehouse_read.name]
  }
}
