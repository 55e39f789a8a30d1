# Below the root team, to which everybody belongs.
resource "apiaccess_anypoint_team" "payments" {
  name = "Payments Team"
}

# Its members have what the Payments Team is granted, too.
resource "apiaccess_anypoint_team" "refunds" {
  name   = "Refunds Team"
  parent = apiaccess_anypoint_team.payments.id
  type   = "private"
}
