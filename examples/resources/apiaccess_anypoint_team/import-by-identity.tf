import {
  to = apiaccess_anypoint_team.payments
  identity = {
    organization_id = "5a1c0000-ac3e-4000-8000-000000000001"
    id              = "5a1c0000-7ea0-4000-8000-000000000002"
  }
}
