import {
  to = apiaccess_anypoint_team.payments
  id = "Payments Team"
}
