# The team, by name or id.
terraform import apiaccess_anypoint_team_external_group_mappings.frontend "Frontend Team"
