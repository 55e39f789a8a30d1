terraform {
  required_providers {
    apiaccess = {
      source = "apiaccess/apiaccess"
    }
  }
}

variable "salesforce_client_secret" {
  type      = string
  sensitive = true
}

variable "anypoint_client_secret" {
  type      = string
  sensitive = true
}

provider "apiaccess" {
  salesforce = {
    instance_url  = "https://acme.my.salesforce.com"
    client_id     = "3MVG9AcmeTerraformConsumerKey0000000000000000000000001"
    client_secret = var.salesforce_client_secret
  }

  anypoint = {
    control_plane   = "us"
    organization_id = "5a1c0000-ac3e-4000-8000-000000000001"
    environment_id  = "5a1c0000-e4f0-4000-8000-000000000001"
    client_id       = "ac3e0000000000000000000000000001"
    client_secret   = var.anypoint_client_secret
  }
}
