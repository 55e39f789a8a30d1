# The word Security, or the id of the organization (00D…).
terraform import apiaccess_salesforce_password_policies.acme Security
