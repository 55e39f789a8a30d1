# Every code with a proof (PKCE), and none of the flows that hand passwords or tokens around.
resource "apiaccess_salesforce_oauth_settings" "acme" {
  pkce_required                = true
  block_username_password_flow = true
  block_user_agent_flow        = true
}
