# The developer name, or the id.
terraform import apiaccess_salesforce_oauth_custom_scope.warehouse_read warehouse_read
