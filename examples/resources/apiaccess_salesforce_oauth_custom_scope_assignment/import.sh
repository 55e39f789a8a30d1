# SCOPE,APP, each by its name or its id; with ORGANIZATION_ID, before them to be sure of the organization.
terraform import apiaccess_salesforce_oauth_custom_scope_assignment.sync warehouse_read,Warehouse_Sync
