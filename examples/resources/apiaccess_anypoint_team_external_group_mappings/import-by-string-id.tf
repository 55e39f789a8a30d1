import {
  to = apiaccess_anypoint_team_external_group_mappings.frontend
  id = "Frontend Team"
}
