# The group's developer name or its id.
terraform import apiaccess_salesforce_permission_set_group.warehouse Warehouse_Team
