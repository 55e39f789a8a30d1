# The word Event, or the id of the organization (00D…).
terraform import apiaccess_salesforce_event_settings.acme Event
