# NAME, or ORGANIZATION_ID,NAME to be sure of the organization.
terraform import apiaccess_salesforce_external_client_app.portal Orders_Portal
