# Log files for 90 days, and calls of the APIs in real time, stored and streamed.
resource "apiaccess_salesforce_event_settings" "acme" {
  enable_event_log_generation          = true
  event_log_retention_duration         = 90
  enable_transaction_security_policies = true

  real_time_events = {
    ApiEvent       = true
    ApiEventStream = true
  }
}
