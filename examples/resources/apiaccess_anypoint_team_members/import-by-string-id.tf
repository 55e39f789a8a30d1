import {
  to = apiaccess_anypoint_team_members.frontend
  id = "Frontend Team"
}
