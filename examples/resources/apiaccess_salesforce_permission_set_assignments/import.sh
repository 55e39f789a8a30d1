# permission_set:NAME or permission_set_group:NAME, with a name or an id.
terraform import apiaccess_salesforce_permission_set_assignments.reporting permission_set:Reporting_Tools
