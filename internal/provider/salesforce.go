package provider

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	defaultAPIVersion      = "66.0"
	defaultPropagationWait = 2 * time.Minute
)

// salesforceEnvironment names the variables that stand in for arguments: first
// the provider's own and HashiCorp's, then those of the Salesforce CLI.
var salesforceEnvironment = environment{
	"instance_url":          {"SALESFORCE_INSTANCE_URL", "SF_ORG_INSTANCE_URL", "SF_INSTANCE_URL"},
	"client_id":             {"SALESFORCE_CLIENT_ID", "SF_CONSUMER_KEY"},
	"client_secret":         {"SALESFORCE_CLIENT_SECRET", "SF_CONSUMER_SECRET"},
	"username":              {"SALESFORCE_USERNAME"},
	"private_key":           {"SALESFORCE_PRIVATE_KEY"},
	"login_url":             {"SALESFORCE_LOGIN_URL"},
	"audience":              {"SALESFORCE_AUDIENCE", "SF_AUDIENCE_URL"},
	"refresh_token":         {"SALESFORCE_REFRESH_TOKEN"},
	"access_token":          {"SALESFORCE_ACCESS_TOKEN", "SF_ACCESS_TOKEN"},
	"api_version":           {"SALESFORCE_API_VERSION", "SF_ORG_API_VERSION"},
	"propagation_wait":      {"SALESFORCE_PROPAGATION_WAIT"},
	"max_api_usage_percent": {"SALESFORCE_MAX_API_USAGE_PERCENT"},
}

// salesforceWays are the ways of signing in, those that take most first.
var salesforceWays = []way{
	{name: "an existing access token", decided: "access_token", needs: []string{"instance_url"}},
	{name: "JWT bearer", decided: "private_key", needs: []string{"client_id", "username"}},
	{
		name: "a refresh token", decided: "refresh_token", needs: []string{"client_id", "instance_url"},
		allows: []string{"client_secret"},
	},
	{name: "client credentials", decided: "client_secret", needs: []string{"client_id", "instance_url"}},
}

// salesforcePlatform decides from the settings alone; it makes no call.
func salesforcePlatform(
	s *settings, options transport.Options,
) (*clients.Platform[*salesforceapi.Client], error) {
	const name, block = "Salesforce", "salesforce"
	if len(s.unknown) > 0 {
		return clients.NotKnown[*salesforceapi.Client](name, block, s.unknown), nil
	}
	if !s.any("access_token", "private_key", "refresh_token", "client_secret", "instance_url", "client_id") {
		return clients.NotConfigured[*salesforceapi.Client](name, block), nil
	}
	config, err := salesforceConfig(s, options)
	if err != nil {
		return nil, err
	}
	return clients.Configured(name, block, func() (*salesforceapi.Client, error) {
		return salesforceapi.New(config)
	}), nil
}

func salesforceConfig(s *settings, options transport.Options) (salesforceapi.Config, error) {
	config := salesforceapi.Config{
		InstanceURL: strings.TrimSuffix(s.get("instance_url"), "/"),
		LoginURL:    strings.TrimSuffix(s.get("login_url"), "/"),
		Audience:    s.get("audience"),
		APIVersion:  s.get("api_version"),
		Transport:   options,
	}
	if config.APIVersion == "" {
		config.APIVersion = defaultAPIVersion
	}
	chosen, err := s.choose(salesforceWays)
	if err != nil {
		return config, err
	}
	for argument, address := range map[string]string{"instance_url": config.InstanceURL, "login_url": config.LoginURL} {
		if err := checkAddress("salesforce."+argument, address); err != nil {
			return config, err
		}
	}
	if config.MaxAPIUsagePercent, err = percent("salesforce.max_api_usage_percent", s.get("max_api_usage_percent")); err != nil {
		return config, err
	}
	if config.PropagationWait, err = duration("salesforce.propagation_wait", s.get("propagation_wait"), defaultPropagationWait); err != nil {
		return config, err
	}
	config.Credentials, err = salesforceCredentials(s, chosen, config.InstanceURL)
	return config, err
}

func salesforceCredentials(s *settings, chosen way, instanceURL string) (salesforceapi.Credentials, error) {
	switch chosen.decided {
	case "access_token":
		return salesforceapi.AccessToken{Token: s.get("access_token")}, nil
	case "private_key":
		key, err := privateKey(s.get("private_key"))
		if err != nil {
			return nil, err
		}
		return salesforceapi.JWTBearer{ClientID: s.get("client_id"), Username: s.get("username"), PrivateKey: key}, nil
	case "refresh_token":
		return salesforceapi.RefreshToken{
			ClientID: s.get("client_id"), ClientSecret: s.get("client_secret"), RefreshToken: s.get("refresh_token"),
		}, nil
	}
	if err := checkMyDomain(instanceURL); err != nil {
		return nil, err
	}
	return salesforceapi.ClientCredentials{ClientID: s.get("client_id"), ClientSecret: s.get("client_secret")}, nil
}

// checkMyDomain refuses the hosts that answer every client-credentials request
// with "request not supported on this domain".
func checkMyDomain(address string) error {
	parsed, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("salesforce.instance_url: %w", err)
	}
	host := strings.ToLower(parsed.Hostname())
	if slices.Contains([]string{"login.salesforce.com", "test.salesforce.com"}, host) {
		return fmt.Errorf("salesforce.instance_url: %s does not serve the client credentials flow "+
			"(it answers \"request not supported on this domain\"); use your organization's My Domain, "+
			"such as https://acme.my.salesforce.com", host)
	}
	for _, suffix := range []string{".my.salesforce-setup.com", ".lightning.force.com"} {
		if strings.HasSuffix(host, suffix) {
			return fmt.Errorf("salesforce.instance_url: %s serves pages, not tokens; use the My Domain host "+
				"that ends in .my.salesforce.com", host)
		}
	}
	return nil
}

// privateKey takes a PEM document, or the path of a file that holds one.
func privateKey(value string) (string, error) {
	if strings.Contains(value, "-----BEGIN") {
		return value, nil
	}
	document, err := os.ReadFile(value) //nolint:gosec // the user names the file
	if err != nil {
		// The value may be a mangled key: it must not reach the message.
		return "", errors.New("salesforce.private_key is neither a PEM document (-----BEGIN …) nor the path of a file that can be read")
	}
	return string(document), nil
}

// checkAddress refuses an address that credentials must not be sent to.
func checkAddress(argument, address string) error {
	if address == "" {
		return nil
	}
	parsed, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("%s is not a URL", argument)
	}
	if err := transport.CheckURL(parsed); err != nil {
		return fmt.Errorf("%s: %w", argument, err)
	}
	return nil
}

// percent reads a share of a hundred; 0 is none.
func percent(argument, text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	share, err := strconv.Atoi(text)
	if err != nil || share < 1 || share > 100 {
		return 0, fmt.Errorf("%s: %q is not a whole number from 1 to 100", argument, text)
	}
	return share, nil
}

func duration(argument, text string, otherwise time.Duration) (time.Duration, error) {
	if text == "" {
		return otherwise, nil
	}
	parsed, err := time.ParseDuration(text)
	if err != nil || parsed < 0 {
		return 0, fmt.Errorf("%s: %q is not a duration such as 30s or 10m", argument, text)
	}
	return parsed, nil
}
