data "apiaccess_anypoint_api_instance" "orders" {
  asset_id = "orders-api"
  label    = "orders-production"
}

resource "apiaccess_anypoint_api_policy" "spikes" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  asset_id        = "spike-control"
  asset_version   = "1.2.2"

  configuration = jsonencode({
    maximumRequests          = 100
    timePeriodInMilliseconds = 1000
    delayTimeInMillis        = 500
    delayAttempts            = 1
  })
}

variable "password" {
  type      = string
  sensitive = true
  default   = "example-password"
}

# The password is sent and never kept. Change the version to send another.
resource "apiaccess_anypoint_api_policy" "password" {
  api_instance_id = data.apiaccess_anypoint_api_instance.orders.id
  asset_id        = "http-basic-authentication"
  asset_version   = "1.3.2"
  label           = "partner gate"

  configuration            = jsonencode({ username = "partner" })
  configuration_wo         = jsonencode({ password = var.password })
  configuration_wo_version = 1

  pointcuts = [
    { methods = ["GET", "POST"], uri_template = "/partner/.*" },
  ]
  depends_on = [apiaccess_anypoint_api_policy.spikes]
}
