import {
  to = apiaccess_salesforce_blocked_app.data_export
  id = "Data_Export"
}
