data "apiaccess_anypoint_users" "acme" {
  search = "@acme.example"
}

output "users" {
  value = { for user in data.apiaccess_anypoint_users.acme.users : user.username => user.email }
}
