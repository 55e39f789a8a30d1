import {
  to = apiaccess_salesforce_api_grants.warehouse
  identity = {
    app_id     = "0H45g000000B3G7CAK"
    through_id = "0PS5g000000B8gyGAC"
  }
}
