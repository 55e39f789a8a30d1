import {
  to = apiaccess_anypoint_client_application.billing
  id = "5a1c0000-ac3e-4000-8000-000000000001,19215017"
}
