import {
  to = apiaccess_salesforce_api_access_control.acme
  identity = {
    organization_id = "00D5g000004AcMeEAK"
  }
}
