import {
  to = apiaccess_salesforce_permission_set_assignment.mei
  id = "permission_set:Reporting_Tools,mei.chen@acme.example"
}
