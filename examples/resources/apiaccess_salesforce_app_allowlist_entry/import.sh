# APP, the app's name or id, or ORGANIZATION_ID,APP to be sure of the organization.
terraform import apiaccess_salesforce_app_allowlist_entry.warehouse Warehouse_Sync
