# An environment of 20 APIs with guardrails, in one apply: who may see each API, where
# calls may come from, which applications may call, and one limit for all.

terraform {
  required_providers {
    apiaccess = {
      source = "apiaccess/apiaccess"
    }
  }
}

# The sign-in, the organization and the environment come from the environment.
provider "apiaccess" {}

# Where calls may come from.
locals {
  networks = {
    offices    = ["203.0.113.0/25"]
    warehouses = ["203.0.113.128/25"]
    partners   = ["198.51.100.7", "198.51.100.16/28"]
  }
}

# Each API: the team that looks after it, the networks and the applications that may
# call it.
locals {
  apis = {
    orders-api        = { team = "Orders Team", from = ["offices", "partners"], applications = ["Partner Portal", "Mobile Backend"] }
    inventory-api     = { team = "Logistics Team", from = ["offices", "partners"], applications = ["Partner Portal"] }
    shipments-api     = { team = "Logistics Team", from = ["offices", "warehouses"], applications = ["Warehouse Terminal"] }
    tracking-api      = { team = "Logistics Team", from = ["offices", "partners"], applications = ["Partner Portal", "Mobile Backend"] }
    carriers-api      = { team = "Logistics Team", from = ["warehouses"], applications = ["Warehouse Terminal"] }
    customers-api     = { team = "Customer Team", from = ["offices"], applications = [] }
    loyalty-api       = { team = "Customer Team", from = ["offices"], applications = [] }
    invoices-api      = { team = "Finance Team", from = ["offices"], applications = ["Billing Sync"] }
    payments-api      = { team = "Finance Team", from = ["offices"], applications = ["Billing Sync", "Mobile Backend"] }
    refunds-api       = { team = "Finance Team", from = ["offices"], applications = ["Billing Sync"] }
    returns-api       = { team = "Orders Team", from = ["offices"], applications = [] }
    pricing-api       = { team = "Orders Team", from = ["offices"], applications = [] }
    catalogue-api     = { team = "Orders Team", from = ["offices"], applications = ["Mobile Backend"] }
    carts-api         = { team = "Orders Team", from = ["offices"], applications = ["Mobile Backend"] }
    suppliers-api     = { team = "Logistics Team", from = ["offices", "partners"], applications = ["Partner Portal"] }
    purchasing-api    = { team = "Logistics Team", from = ["offices"], applications = [] }
    warehouses-api    = { team = "Logistics Team", from = ["warehouses"], applications = ["Warehouse Terminal"] }
    claims-api        = { team = "Customer Team", from = ["offices"], applications = [] }
    notifications-api = { team = "Customer Team", from = ["offices"], applications = [] }
    reports-api       = { team = "Finance Team", from = ["offices"], applications = [] }
  }
}

# What calls the APIs, and for what.
locals {
  applications = {
    "Billing Sync"       = "Writes invoices every night"
    "Mobile Backend"     = "Behind the app that customers have"
    "Partner Portal"     = "What partners order with"
    "Warehouse Terminal" = "Handheld scanners"
  }
  contracts = merge([for api, access in local.apis : {
    for application in access.applications : "${api}/${application}" => { api = api, application = application }
  }]...)
}

data "apiaccess_anypoint_api_instances" "all" {}

locals {
  instances = { for instance in data.apiaccess_anypoint_api_instances.all.api_instances : instance.asset_id => instance.id }
}

# Who sees an API: its team, which works on it, and those who answer for it. Nobody else.
resource "apiaccess_anypoint_api_grants" "apis" {
  for_each = local.apis
  asset_id = each.key
  users    = { "platform.admin" = "admin" } # made the APIs
  teams    = { (each.value.team) = "contributor", "Support Team" = "viewer" }
}

# Only from these networks.
resource "apiaccess_anypoint_ip_allowlist_policy" "apis" {
  for_each        = local.apis
  api_instance_id = local.instances[each.key]
  ips             = flatten([for network in each.value.from : local.networks[network]])
  ip_expression   = "#[attributes.remoteAddress]" # callers reach the gateways directly
}

# Only applications with an approved contract, by id and secret.
resource "apiaccess_anypoint_client_id_enforcement_policy" "apis" {
  for_each                 = local.apis
  api_instance_id          = local.instances[each.key]
  client_secret_expression = "#[attributes.headers['client_secret']]"

  # Policies apply in the order in which they were made: networks come first.
  depends_on = [apiaccess_anypoint_ip_allowlist_policy.apis]
}

# The same limit for every API, those to come included.
resource "apiaccess_anypoint_automated_policy" "spikes" {
  asset_id      = "spike-control"
  asset_version = "1.2.2"
  configuration = jsonencode({
    maximumRequests          = 100
    timePeriodInMilliseconds = 1000
    delayTimeInMillis        = 500
    delayAttempts            = 3
    queuingLimit             = 5
  })
}

# Somebody decides on every application that partners have: here.
resource "apiaccess_anypoint_sla_tier" "partners" {
  for_each        = { for api, access in local.apis : api => access if contains(access.from, "partners") }
  api_instance_id = local.instances[each.key]
  name            = "Partners"
  limits          = { "1 minute" = { maximum_requests = 600 } }
}

resource "apiaccess_anypoint_client_application" "applications" {
  for_each    = local.applications
  name        = each.key
  description = each.value
}

resource "apiaccess_anypoint_api_contract" "contracts" {
  for_each        = local.contracts
  api_instance_id = local.instances[each.value.api]
  application     = apiaccess_anypoint_client_application.applications[each.value.application].name
  tier            = try(apiaccess_anypoint_sla_tier.partners[each.value.api].name, null)
}
