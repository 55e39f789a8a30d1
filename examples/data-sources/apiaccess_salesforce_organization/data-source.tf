# Refuses to go on in another organization.
data "apiaccess_salesforce_organization" "current" {
  lifecycle {
    postcondition {
      condition     = self.name == "Acme Corporation" && !self.sandbox
      error_message = "This configuration is for the production of Acme."
    }
  }
}

output "edition" {
  value = data.apiaccess_salesforce_organization.current.edition
}
