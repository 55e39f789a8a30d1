# The username, or the id (005…).
terraform import apiaccess_salesforce_integration_user.warehouse warehouse.integration@acme.example
