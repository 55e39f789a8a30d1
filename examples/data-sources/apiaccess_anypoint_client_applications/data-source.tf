data "apiaccess_anypoint_client_applications" "partners" {
  search = "partner"
}

output "client_ids" {
  value = { for application in data.apiaccess_anypoint_client_applications.partners.client_applications : application.name => application.client_id }
}
