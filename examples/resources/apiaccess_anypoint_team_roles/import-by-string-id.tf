import {
  to = apiaccess_anypoint_team_roles.frontend
  id = "Frontend Team"
}
