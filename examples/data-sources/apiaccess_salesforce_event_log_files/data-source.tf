# The files that tell which app called which API.
data "apiaccess_salesforce_event_log_files" "api_usage" {
  event_type = "ApiTotalUsage"
  interval   = "Daily"
  limit      = 30
}

output "files_of_api_usage" {
  value = { for file in data.apiaccess_salesforce_event_log_files.api_usage.files : file.time => file.id }
}
