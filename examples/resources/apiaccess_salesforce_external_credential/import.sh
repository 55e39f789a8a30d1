# The API name.
terraform import apiaccess_salesforce_external_credential.carrier Carrier
