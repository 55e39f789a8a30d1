// Package salesforce holds every Terraform type of Salesforce.
package salesforce

import (
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// base is what every resource of this package embeds.
type base = framework.Resource[*clients.Clients]

// dataSource is what every data source of this package embeds.
type dataSource = framework.DataSource[*clients.Clients]
