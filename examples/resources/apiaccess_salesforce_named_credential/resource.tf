resource "apiaccess_salesforce_external_credential" "carrier" {
  name       = "Carrier"
  label      = "Carrier"
  protocol   = "Custom"
  principals = { Shipping = {} }
}

# What Apex and flows call as callout:Carrier_API.
resource "apiaccess_salesforce_named_credential" "carrier" {
  name                = "Carrier_API"
  label               = "Carrier"
  url                 = "https://api.carrier.example"
  external_credential = apiaccess_salesforce_external_credential.carrier.name
}
