# The people in sales use the apps, which call APIs on their behalf.
resource "apiaccess_salesforce_profile_permissions" "sales" {
  profile = "Sales"
  permissions = {
    ApiEnabled  = true
    ApiUserOnly = false
  }
}
