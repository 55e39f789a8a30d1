# Everyone who holds the permission set. Whoever is assigned it elsewhere shows in the next plan.
resource "apiaccess_salesforce_permission_set_assignments" "reporting" {
  permission_set = "Reporting_Tools"

  users = {
    "mei.chen@acme.example"  = {}
    "sarah.lee@acme.example" = { expiration = "2099-12-31T00:00:00Z" }
  }
}

# Everyone who holds the group.
resource "apiaccess_salesforce_permission_set_assignments" "frontend_team" {
  permission_set_group = "Frontend_Team"

  users = {
    "sarah.lee@acme.example" = {}
    "omar.diaz@acme.example" = {}
  }
}
