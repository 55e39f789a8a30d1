import {
  to = apiaccess_salesforce_permission_set_assignments.reporting
  id = "permission_set:Reporting_Tools"
}
