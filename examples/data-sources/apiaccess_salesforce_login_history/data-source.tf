# Logins that failed during the last day.
data "apiaccess_salesforce_login_history" "failed" {
  from   = timeadd(plantimestamp(), "-24h")
  failed = true
  limit  = 5000
}

output "failed_logins" {
  value = [
    for login in data.apiaccess_salesforce_login_history.failed.logins :
    "${login.time} ${login.username} from ${login.source_ip}: ${login.status}"
  ]
}
