# The team, by name or id.
terraform import apiaccess_anypoint_team_members.frontend "Frontend Team"
