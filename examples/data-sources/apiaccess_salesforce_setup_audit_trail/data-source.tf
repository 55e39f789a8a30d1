# What was changed in Setup since the beginning of the year.
data "apiaccess_salesforce_setup_audit_trail" "this_year" {
  from  = "2026-01-01T00:00:00Z"
  limit = 200
}

output "changes" {
  value = [
    for change in data.apiaccess_salesforce_setup_audit_trail.this_year.changes :
    "${change.time} ${coalesce(change.username, "Salesforce")}: ${change.display}"
  ]
}
