# permission_set:NAME,USER or permission_set_group:NAME,USER; each part a name or an id.
terraform import apiaccess_salesforce_permission_set_assignment.mei permission_set:Reporting_Tools,mei.chen@acme.example
