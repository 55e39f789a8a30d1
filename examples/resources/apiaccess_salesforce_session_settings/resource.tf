# Sessions end after two idle hours and stay with the address that they were opened
# from; who logs in with a password needs a second factor. All else stays as it is.
resource "apiaccess_salesforce_session_settings" "acme" {
  session_timeout                 = "TwoHours"
  force_logout_on_session_timeout = true
  lock_sessions_to_ip             = true

  enable_mfa_direct_ui_login_opt_in = true
  enable_u2f                        = true
}
