# The word OauthOidc, or the id of the organization (00D…).
terraform import apiaccess_salesforce_oauth_settings.acme OauthOidc
