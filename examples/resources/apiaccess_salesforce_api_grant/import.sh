# APP,user:NAME,THROUGH, or APP,permission_set_group:NAME,THROUGH, where THROUGH is the permission set that carries the app;
# APP,permission_set:NAME, or APP,profile:NAME. Each part is a name or an id.
terraform import apiaccess_salesforce_api_grant.sarah Warehouse_Sync,user:sarah.lee@acme.example,Warehouse_Users
