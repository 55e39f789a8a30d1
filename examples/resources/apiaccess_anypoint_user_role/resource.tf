resource "apiaccess_anypoint_user_role" "sarah" {
  user = "sarah.lee"
  role = "Exchange Viewer"
}

resource "apiaccess_anypoint_user_role" "omar" {
  user           = "omar.diaz"
  role           = "Manage Policies"
  business_group = "Retail"
  environment    = "Production"
}
