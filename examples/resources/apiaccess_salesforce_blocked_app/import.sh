# NAME, or ORGANIZATION_ID,NAME to be sure of the organization.
terraform import apiaccess_salesforce_blocked_app.data_export Data_Export
