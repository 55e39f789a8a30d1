# APP, or APP,THROUGH with the permission set that carries the app to users and groups; each a name or an id.
terraform import apiaccess_salesforce_api_grants.warehouse Warehouse_Sync,Warehouse_Users
