import {
  to = apiaccess_anypoint_app_allowlist_entry.auditor
  id = "5a1c0000-ac3e-4000-8000-000000000001,ac3e0000000000000000000000000003"
}
