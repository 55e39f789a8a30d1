# Mei holds the permission set until the project ends.
resource "apiaccess_salesforce_permission_set_assignment" "mei" {
  permission_set = "Reporting_Tools"
  user           = "mei.chen@acme.example"
  expiration     = "2099-12-31T00:00:00Z"
}

# And all that the team holds.
resource "apiaccess_salesforce_permission_set_assignment" "mei_in_team" {
  permission_set_group = "Frontend_Team"
  user                 = "mei.chen@acme.example"
}
