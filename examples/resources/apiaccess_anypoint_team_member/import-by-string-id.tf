import {
  to = apiaccess_anypoint_team_member.mei
  id = "Frontend Team,mei.chen"
}
