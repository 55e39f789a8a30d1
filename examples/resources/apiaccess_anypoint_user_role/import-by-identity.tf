import {
  to = apiaccess_anypoint_user_role.sarah
  identity = {
    organization_id = "5a1c0000-ac3e-4000-8000-000000000001"
    user_id         = "5a1c0000-005e-4000-8000-000000000002"
    role_id         = "5a1c0000-401e-4000-8000-000000000001"
    context         = "org=5a1c0000-ac3e-4000-8000-000000000001"
  }
}
