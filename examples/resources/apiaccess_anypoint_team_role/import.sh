# TEAM,ROLE, each by name or id, and where the role is held: envId=ID,org=ID for an environment, org=ID for a business group.
terraform import apiaccess_anypoint_team_role.view_policies "Frontend Team,View Policies,envId=5a1c0000-e4f0-4000-8000-000000000001,org=5a1c0000-ac3e-4000-8000-000000000001"
