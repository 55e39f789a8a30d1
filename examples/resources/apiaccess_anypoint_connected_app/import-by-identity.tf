import {
  to = apiaccess_anypoint_connected_app.auditor
  identity = {
    organization_id = "5a1c0000-ac3e-4000-8000-000000000001"
    client_id       = "ac3e0000000000000000000000000003"
  }
}
