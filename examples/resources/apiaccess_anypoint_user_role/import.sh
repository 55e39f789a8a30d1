# USER,ROLE, each by name or id, and where the role is held: org=ID for a business group, envId=ID,org=ID for an environment.
terraform import apiaccess_anypoint_user_role.sarah "sarah.lee,Exchange Viewer,org=5a1c0000-ac3e-4000-8000-000000000001"
