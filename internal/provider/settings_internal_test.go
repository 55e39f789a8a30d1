package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// block is a configuration block with those string arguments; an argument whose
// value is "?" is not known yet.
func block(arguments map[string]string) types.Object {
	values, kinds := map[string]attr.Value{}, map[string]attr.Type{}
	for name, value := range arguments {
		kinds[name] = types.StringType
		values[name] = types.StringValue(value)
		if value == "?" {
			values[name] = types.StringUnknown()
		}
	}
	return types.ObjectValueMust(kinds, values)
}

func lookUp(variables map[string]string) func(string) string {
	return func(name string) string { return variables[name] }
}

func TestSalesforceSignsInInExactlyOneWay(t *testing.T) {
	t.Parallel()
	const myDomain = "https://acme.my.salesforce.com"
	for name, test := range map[string]struct {
		arguments, variables map[string]string
		way, failure         string
	}{
		"client credentials": {
			arguments: map[string]string{"instance_url": myDomain, "client_id": "id", "client_secret": "s"},
			way:       "client_secret",
		},
		"all from the environment": {
			variables: map[string]string{"SF_INSTANCE_URL": myDomain, "SF_CONSUMER_KEY": "id", "SF_CONSUMER_SECRET": "s"},
			way:       "client_secret",
		},
		"a secret from the environment": {
			arguments: map[string]string{"instance_url": myDomain, "client_id": "id"},
			variables: map[string]string{"SALESFORCE_CLIENT_SECRET": "s"},
			way:       "client_secret",
		},
		"the configuration decides against the environment": {
			arguments: map[string]string{"instance_url": myDomain, "access_token": "t"},
			variables: map[string]string{"SALESFORCE_CLIENT_SECRET": "s", "SALESFORCE_CLIENT_ID": "id"},
			way:       "access_token",
		},
		"a refresh token takes a client secret": {
			arguments: map[string]string{"instance_url": myDomain, "client_id": "id", "client_secret": "s", "refresh_token": "r"},
			way:       "refresh_token",
		},
		"two ways in the configuration": {
			arguments: map[string]string{"instance_url": myDomain, "client_id": "id", "client_secret": "s", "access_token": "t"},
			failure:   "more than one way to sign in",
		},
		"two ways in the environment": {
			variables: map[string]string{"SALESFORCE_ACCESS_TOKEN": "t", "SALESFORCE_PRIVATE_KEY": "k", "SALESFORCE_INSTANCE_URL": myDomain},
			failure:   "more than one way to sign in",
		},
		"no way": {
			arguments: map[string]string{"instance_url": myDomain, "client_id": "id"},
			failure:   "names no way to sign in",
		},
		"half a way": {
			arguments: map[string]string{"instance_url": myDomain, "client_secret": "s"},
			failure:   "also takes salesforce.client_id",
		},
		"client credentials at the login host": {
			arguments: map[string]string{"instance_url": "https://login.salesforce.com", "client_id": "id", "client_secret": "s"},
			failure:   "request not supported on this domain",
		},
		"client credentials at the test host": {
			arguments: map[string]string{"instance_url": "https://TEST.salesforce.com/", "client_id": "id", "client_secret": "s"},
			failure:   "My Domain",
		},
		"client credentials at a page's host": {
			arguments: map[string]string{"instance_url": "https://acme.lightning.force.com", "client_id": "id", "client_secret": "s"},
			failure:   "serves pages",
		},
		"in clear": {
			arguments: map[string]string{"instance_url": "http://acme.my.salesforce.com", "client_id": "id", "client_secret": "s"},
			failure:   "loopback",
		},
		"a key that is no key": {
			arguments: map[string]string{"client_id": "id", "username": "u", "private_key": "s3cr3t"},
			failure:   "neither a PEM document",
		},
		"a wait that is no duration": {
			arguments: map[string]string{"instance_url": myDomain, "client_id": "id", "client_secret": "s", "propagation_wait": "long"},
			failure:   "is not a duration",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read := readSettings("salesforce", block(test.arguments), salesforceEnvironment, lookUp(test.variables))
			_, err := salesforcePlatform(read, transport.Options{})
			if test.failure != "" {
				if err == nil || !strings.Contains(err.Error(), test.failure) {
					t.Errorf("got %v, want an error with %q", err, test.failure)
				}
				if err != nil && strings.Contains(err.Error(), "s3cr3t") {
					t.Errorf("the error tells a secret: %v", err)
				}
				return
			}
			chosen, problem := read.choose(salesforceWays)
			if err != nil || problem != nil || chosen.decided != test.way {
				t.Errorf("chose %q, %v, %v; want %q", chosen.decided, err, problem, test.way)
			}
		})
	}
}

func TestAnypointSignsInInExactlyOneWay(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		arguments, variables map[string]string
		way, address         string
		failure              string
	}{
		"client credentials": {
			arguments: map[string]string{"client_id": "id", "client_secret": "s"},
			way:       "client_secret", address: "https://anypoint.mulesoft.com",
		},
		"a user with a connected app": {
			arguments: map[string]string{"username": "u", "password": "p", "client_id": "id", "client_secret": "s", "control_plane": "eu"},
			way:       "password", address: "https://eu1.anypoint.mulesoft.com",
		},
		"a token from the environment": {
			variables: map[string]string{"ANYPOINT_BEARER": "t", "ANYPOINT_CPLANE": "gov"},
			way:       "access_token", address: "https://gov.anypoint.mulesoft.com",
		},
		"the configured plane wins over the environment's address": {
			arguments: map[string]string{"access_token": "t", "control_plane": "jp"},
			variables: map[string]string{"ANYPOINT_BASE_URL": "https://elsewhere.example"},
			way:       "access_token", address: "https://jp1.platform.mulesoft.com",
		},
		"an address": {
			arguments: map[string]string{"access_token": "t", "base_url": "https://anypoint.acme.example/"},
			way:       "access_token", address: "https://anypoint.acme.example",
		},
		"an address and a plane": {
			arguments: map[string]string{"access_token": "t", "base_url": "https://a.example", "control_plane": "us"},
			failure:   "keep one",
		},
		"a plane that is none": {
			arguments: map[string]string{"access_token": "t"},
			variables: map[string]string{"ANYPOINT_CPLANE": "mars"},
			failure:   "is none of au, ca",
		},
		"two ways": {
			arguments: map[string]string{"access_token": "t", "client_id": "id", "client_secret": "s"},
			failure:   "more than one way",
		},
		"a password without a user": {
			arguments: map[string]string{"password": "p"},
			failure:   "also takes anypoint.username",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read := readSettings("anypoint", block(test.arguments), anypointEnvironment, lookUp(test.variables))
			config, err := anypointConfig(read, readSettings("", types.ObjectNull(nil), nil, lookUp(nil)), transport.Options{})
			if test.failure != "" {
				if err == nil || !strings.Contains(err.Error(), test.failure) {
					t.Errorf("got %v, want an error with %q", err, test.failure)
				}
				return
			}
			chosen, problem := read.choose(anypointWays)
			if err != nil || problem != nil || chosen.decided != test.way || config.BaseURL != test.address {
				t.Errorf("chose %q at %s, %v, %v; want %q at %s", chosen.decided, config.BaseURL, err, problem, test.way, test.address)
			}
		})
	}
}

func TestArgumentsNotKnownYetLeaveThePlatformToApply(t *testing.T) {
	t.Parallel()
	read := readSettings("salesforce", block(map[string]string{"instance_url": "?", "client_secret": "?", "client_id": "id"}),
		salesforceEnvironment, lookUp(map[string]string{"SALESFORCE_INSTANCE_URL": "https://not.taken.example"}))
	if strings.Join(read.unknown, " ") != "client_secret instance_url" {
		t.Errorf("not known are %v", read.unknown)
	}
	if _, err := salesforcePlatform(read, transport.Options{}); err != nil {
		t.Errorf("a configuration that is not known yet was refused: %v", err)
	}
}
