# The word allowlist, or the id of the organization (00D…).
terraform import apiaccess_salesforce_app_allowlist.acme allowlist
