# What a policy is configured with, and its newest version.
data "apiaccess_anypoint_policy_templates" "clients" {
  asset_id = "client-id-enforcement"
}

output "client_id_enforcement" {
  value = {
    version = data.apiaccess_anypoint_policy_templates.clients.templates[0].asset_version
    keys    = keys(jsondecode(data.apiaccess_anypoint_policy_templates.clients.templates[0].schema).properties)
  }
}
