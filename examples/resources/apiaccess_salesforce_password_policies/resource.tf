# Long passwords instead of ones that expire.
resource "apiaccess_salesforce_password_policies" "acme" {
  minimum_password_length = 15
  complexity              = "UpperLowerCaseNumeric"
  expiration              = "Never"
  max_login_attempts      = "FiveAttempts"
  lockout_interval        = "ThirtyMinutes"
}
