import {
  to = apiaccess_anypoint_api_instance.orders
  identity = {
    organization_id = "5a1c0000-ac3e-4000-8000-000000000001"
    environment_id  = "5a1c0000-e4f0-4000-8000-000000000001"
    id              = "19215017"
  }
}
