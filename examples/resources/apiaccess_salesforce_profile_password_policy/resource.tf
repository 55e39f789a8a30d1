# The people in sales choose longer passwords than everybody else.
resource "apiaccess_salesforce_profile_password_policy" "sales" {
  profile                 = "Sales"
  minimum_password_length = 16
  complexity              = "UpperLowerCaseNumeric"
  max_login_attempts      = "FiveAttempts"
}
