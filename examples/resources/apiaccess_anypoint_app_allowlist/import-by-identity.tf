import {
  to = apiaccess_anypoint_app_allowlist.acme
  identity = {
    organization_id = "5a1c0000-ac3e-4000-8000-000000000001"
  }
}
