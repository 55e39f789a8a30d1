import {
  to = apiaccess_anypoint_team_members.frontend
  identity = {
    organization_id = "5a1c0000-ac3e-4000-8000-000000000001"
    team_id         = "5a1c0000-7ea0-4000-8000-000000000002"
  }
}
