# An exporter that people connected on their own, and that nobody shall use any more.
resource "apiaccess_salesforce_blocked_app" "data_export" {
  name         = "Data_Export"
  consumer_key = "3MVG9SomebodysDataExportConsumerKey"
  app_name     = "Data Export"
  label        = "Data Export"
}
