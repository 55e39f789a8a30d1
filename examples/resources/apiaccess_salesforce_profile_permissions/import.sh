# The profile's name, or its id (00e…).
terraform import apiaccess_salesforce_profile_permissions.sales Sales
