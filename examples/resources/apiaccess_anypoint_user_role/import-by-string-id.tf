import {
  to = apiaccess_anypoint_user_role.sarah
  id = "sarah.lee,Exchange Viewer,org=5a1c0000-ac3e-4000-8000-000000000001"
}
