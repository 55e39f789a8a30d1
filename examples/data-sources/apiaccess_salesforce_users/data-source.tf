# Everybody in sales who can sign in.
data "apiaccess_salesforce_users" "sales" {
  profile = "Sales"
  active  = true
  limit   = 500

  lifecycle {
    postcondition {
      condition     = self.complete
      error_message = "There are more than 500 people in sales."
    }
  }
}

output "sales_people" {
  value = { for user in data.apiaccess_salesforce_users.sales.users : user.username => user.name }
}
