# The word ConnectedApp, or the id of the organization (00D…).
terraform import apiaccess_salesforce_api_access_control.acme ConnectedApp
