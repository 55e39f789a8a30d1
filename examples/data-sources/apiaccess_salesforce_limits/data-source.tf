data "apiaccess_salesforce_limits" "current" {
  # usage_since = timeadd(plantimestamp(), "-24h") # how often each app called, where events are stored
}

# Warns when nine tenths of the day's requests are spent.
check "requests_left" {
  assert {
    condition = (
      data.apiaccess_salesforce_limits.current.limits["DailyApiRequests"].used <
      0.9 * data.apiaccess_salesforce_limits.current.limits["DailyApiRequests"].maximum
    )
    error_message = "Nine tenths of the day's API requests are spent."
  }
}
