import {
  to = apiaccess_anypoint_team_role.view_policies
  id = "Frontend Team,View Policies,envId=5a1c0000-e4f0-4000-8000-000000000001,org=5a1c0000-ac3e-4000-8000-000000000001"
}
