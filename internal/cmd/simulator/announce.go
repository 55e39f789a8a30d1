package main

import (
	"fmt"
	"io"
	"text/template"

	"go.yaml.in/yaml/v4"
)

// credentials is what signing in needs of a fixture: in each half the first
// connected app is the provider's.
type credentials struct {
	URL        string `yaml:"-"`
	Salesforce struct {
		ConnectedApps []struct {
			ConsumerKey    string `yaml:"consumer_key"`
			ConsumerSecret string `yaml:"consumer_secret"`
		} `yaml:"connected_apps"`
	} `yaml:"salesforce"`
	Anypoint struct {
		Organization struct {
			ID           string `yaml:"id"`
			Environments []struct {
				ID string `yaml:"id"`
			} `yaml:"environments"`
		} `yaml:"organization"`
		ConnectedApps []struct {
			ClientID     string `yaml:"client_id"`
			ClientSecret string `yaml:"client_secret"`
		} `yaml:"connected_apps"`
	} `yaml:"anypoint"`
}

var providerBlock = template.Must(template.New("provider").Parse(`Both platforms answer at {{.URL}}. To use them:

provider "apiaccess" {
{{- with .Salesforce.ConnectedApps}}{{with index . 0}}
  salesforce = {
    instance_url  = {{printf "%q" $.URL}}
    client_id     = {{printf "%q" .ConsumerKey}}
    client_secret = {{printf "%q" .ConsumerSecret}}
  }
{{- end}}{{end}}
{{- with .Anypoint.ConnectedApps}}{{with index . 0}}
  anypoint = {
    base_url        = {{printf "%q" $.URL}}
    organization_id = {{printf "%q" $.Anypoint.Organization.ID}}
{{- with $.Anypoint.Organization.Environments}}{{with index . 0}}
    environment_id  = {{printf "%q" .ID}}
{{- end}}{{end}}
    client_id       = {{printf "%q" .ClientID}}
    client_secret   = {{printf "%q" .ClientSecret}}
  }
{{- end}}{{end}}
}
`))

// announce prints the provider block that signs in to the fixture's
// organizations at url.
func announce(stdout io.Writer, url string, fixture []byte) error {
	known := credentials{URL: url}
	if err := yaml.Load(fixture, &known); err != nil {
		return fmt.Errorf("reading the fixture: %w", err)
	}
	if err := providerBlock.Execute(stdout, known); err != nil {
		return fmt.Errorf("printing the provider block: %w", err)
	}
	return nil
}
