# In one environment.
resource "apiaccess_anypoint_team_role" "view_policies" {
  team        = "Frontend Team"
  role        = "View Policies"
  environment = "Production"
}

# In a whole business group.
resource "apiaccess_anypoint_team_role" "exchange" {
  team           = "Frontend Team"
  role           = "Exchange Viewer"
  business_group = "Retail"
}
