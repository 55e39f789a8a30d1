# The word ExternalClientApp, or the id of the organization (00D…).
terraform import apiaccess_salesforce_external_client_app_settings.acme ExternalClientApp
