# From open to locked down in two applies.
#
#   terraform apply                     who may use which app, and which apps are approved
#   terraform apply -var restrict=true  from here on nothing else calls the APIs

terraform {
  required_providers {
    apiaccess = {
      source = "apiaccess/apiaccess"
    }
  }
}

# The sign-in comes from the environment.
provider "apiaccess" {}

variable "restrict" {
  description = "Whether only approved apps may call the organization's APIs."
  type        = bool
  default     = false
}

variable "approve_terraform" {
  description = "Whether the app that Terraform itself signs in with is approved. Without it the restriction is refused."
  type        = bool
  default     = true
}

# Who may use which app: through groups, and directly.
locals {
  apps = {
    Orders_Portal    = { groups = ["Sales_Team", "Service_Team"], users = ["admin@globex.example"] }
    Warehouse_Sync   = { groups = ["Warehouse_Team"], users = ["sync@globex.example"] }
    Invoice_Robot    = { groups = [], users = ["invoices@globex.example"] }
    Analytics_Loader = { groups = ["Analytics_Team"], users = [] }
  }
  groups = merge([for app, access in local.apps : { for group in access.groups : "${app}/${group}" => { app = app, group = group } }]...)
  users  = merge([for app, access in local.apps : { for user in access.users : "${app}/${user}" => { app = app, user = user } }]...)
}

# Each app has a permission set that carries it, and nothing else.
resource "apiaccess_salesforce_permission_set" "users_of" {
  for_each = local.apps
  name     = "${each.key}_Users"
  label    = "Users of ${replace(each.key, "_", " ")}"
}

resource "apiaccess_salesforce_api_grant" "carrier" {
  for_each       = local.apps
  app            = each.key
  permission_set = apiaccess_salesforce_permission_set.users_of[each.key].name
}

resource "apiaccess_salesforce_api_grant" "groups" {
  for_each             = local.groups
  app                  = each.value.app
  permission_set_group = each.value.group
  through              = apiaccess_salesforce_api_grant.carrier[each.value.app].permission_set
}

resource "apiaccess_salesforce_api_grant" "users" {
  for_each = local.users
  app      = each.value.app
  user     = each.value.user
  through  = apiaccess_salesforce_api_grant.carrier[each.value.app].permission_set
}

# Approval comes after the grants, so that nobody is kept out in between.
resource "apiaccess_salesforce_app_allowlist_entry" "apps" {
  for_each = local.apps
  app      = each.key
  grants = concat(
    [apiaccess_salesforce_api_grant.carrier[each.key].id],
    [for key, grant in apiaccess_salesforce_api_grant.groups : grant.id if local.groups[key].app == each.key],
    [for key, grant in apiaccess_salesforce_api_grant.users : grant.id if local.users[key].app == each.key],
  )
}

# The app that Terraform signs in with must stay inside.
resource "apiaccess_salesforce_api_grant" "terraform" {
  count   = var.approve_terraform ? 1 : 0
  app     = "Terraform"
  profile = "System Administrator"
}

resource "apiaccess_salesforce_app_allowlist_entry" "terraform" {
  count  = var.approve_terraform ? 1 : 0
  app    = "Terraform"
  grants = [apiaccess_salesforce_api_grant.terraform[0].id]
}

# The switch, last.
resource "apiaccess_salesforce_api_access_control" "organization" {
  count              = var.restrict ? 1 : 0
  approved_apps_only = true
  depends_on = [
    apiaccess_salesforce_app_allowlist_entry.apps,
    apiaccess_salesforce_app_allowlist_entry.terraform,
  ]
}
