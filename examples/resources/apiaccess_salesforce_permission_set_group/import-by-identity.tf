import {
  to = apiaccess_salesforce_permission_set_group.warehouse
  identity = {
    id = "0PG5g000000B2AkGAK"
  }
}
