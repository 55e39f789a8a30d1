# The provider's own organization, with all business groups below it.
data "apiaccess_anypoint_organization" "acme" {}

data "apiaccess_anypoint_organization" "retail" {
  name = "Retail"
}

output "business_groups" {
  value = [for group in data.apiaccess_anypoint_organization.acme.business_groups : group.name]
}
