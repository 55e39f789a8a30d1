# Who has let which app act for them.
data "apiaccess_anypoint_app_authorizations" "all" {}

output "authorized_apps" {
  value = { for one in data.apiaccess_anypoint_app_authorizations.all.authorizations : coalesce(one.app_name, one.client_id) => one.username... }
}
