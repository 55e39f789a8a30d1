import {
  to = apiaccess_anypoint_connected_app_scope.alerts
  identity = {
    organization_id         = "5a1c0000-ac3e-4000-8000-000000000001"
    client_id               = "ac3e0000000000000000000000000003"
    scope                   = "read:api_alerts"
    context_organization_id = "5a1c0000-ac3e-4000-8000-000000000001"
    context_environment_id  = "5a1c0000-e4f0-4000-8000-000000000001"
  }
}
