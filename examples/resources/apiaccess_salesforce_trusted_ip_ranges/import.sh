# The word Security, or the id of the organization (00D…).
terraform import apiaccess_salesforce_trusted_ip_ranges.offices Security
