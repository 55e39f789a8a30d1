# The API name.
terraform import apiaccess_salesforce_named_credential.carrier Carrier_API
