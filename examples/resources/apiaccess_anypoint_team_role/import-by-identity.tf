import {
  to = apiaccess_anypoint_team_role.view_policies
  identity = {
    organization_id = "5a1c0000-ac3e-4000-8000-000000000001"
    team_id         = "5a1c0000-7ea0-4000-8000-000000000002"
    role_id         = "b979af78-664f-4ca2-8fd6-d8355fa09dc3"
    context         = "envId=5a1c0000-e4f0-4000-8000-000000000001,org=5a1c0000-ac3e-4000-8000-000000000001"
  }
}
