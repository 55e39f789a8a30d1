data "apiaccess_anypoint_environment" "sandbox" {
  name = "Sandbox"
}

# An environment of a business group.
data "apiaccess_anypoint_organization" "retail" {
  name = "Retail"
}

data "apiaccess_anypoint_environment" "retail_production" {
  organization_id = data.apiaccess_anypoint_organization.retail.id
  name            = "Production"
}
