# The API name, or the id (0PS…).
terraform import apiaccess_salesforce_permission_set.warehouse Warehouse_Users
