import {
  to = apiaccess_salesforce_blocked_app.data_export
  identity = {
    name = "Data_Export"
  }
}
