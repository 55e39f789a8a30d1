import {
  to = apiaccess_salesforce_api_grant.sarah
  identity = {
    app_id         = "0H45g000000B3G7CAK"
    principal_type = "user"
    principal_id   = "0055g000000B3G7AAK"
    through_id     = "0PS5g000000B8gyGAC"
  }
}
