# TEAM,USER, each by name or id.
terraform import apiaccess_anypoint_team_member.mei "Frontend Team,mei.chen"
