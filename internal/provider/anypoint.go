package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// anypointEnvironment names the variables that stand in for arguments, as the
// Anypoint CLI and MuleSoft's own provider name them.
var anypointEnvironment = environment{
	"control_plane":   {"ANYPOINT_CONTROL_PLANE", "ANYPOINT_CPLANE"},
	"base_url":        {"ANYPOINT_BASE_URL"},
	"organization_id": {"ANYPOINT_ORGANIZATION_ID", "ANYPOINT_ORG"},
	"environment_id":  {"ANYPOINT_ENVIRONMENT_ID", "ANYPOINT_ENV"},
	"client_id":       {"ANYPOINT_CLIENT_ID"},
	"client_secret":   {"ANYPOINT_CLIENT_SECRET"},
	"username":        {"ANYPOINT_USERNAME"},
	"password":        {"ANYPOINT_PASSWORD"},
	"access_token":    {"ANYPOINT_ACCESS_TOKEN", "ANYPOINT_BEARER"},
}

// accessManagementEnvironment is the same for the second credential.
var accessManagementEnvironment = environment{
	"client_id":     {"ANYPOINT_ADMIN_CLIENT_ID"},
	"client_secret": {"ANYPOINT_ADMIN_CLIENT_SECRET"},
	"username":      {"ANYPOINT_ADMIN_USERNAME"},
	"password":      {"ANYPOINT_ADMIN_PASSWORD"},
	"access_token":  {"ANYPOINT_ADMIN_ACCESS_TOKEN"},
}

// anypointWays are the ways of signing in, those that take most first.
var anypointWays = []way{
	{name: "an existing access token", decided: "access_token"},
	{
		name: "a user's password", decided: "password", needs: []string{"username"},
		allows: []string{"client_id", "client_secret"},
	},
	{name: "client credentials", decided: "client_secret", needs: []string{"client_id"}},
}

// anypointPlatform decides from the settings alone; it makes no call.
func anypointPlatform(
	s, accessManagement *settings, options transport.Options,
) (*clients.Platform[*anypointapi.Client], error) {
	const name, block = "Anypoint Platform", "anypoint"
	if unknown := slices.Concat(s.unknown, accessManagement.unknown); len(unknown) > 0 {
		return clients.NotKnown[*anypointapi.Client](name, block, unknown), nil
	}
	if !s.any("access_token", "password", "client_secret", "client_id", "username") {
		return clients.NotConfigured[*anypointapi.Client](name, block), nil
	}
	config, err := anypointConfig(s, accessManagement, options)
	if err != nil {
		return nil, err
	}
	return clients.Configured(name, block, func() (*anypointapi.Client, error) {
		return anypointapi.New(config)
	}), nil
}

func anypointConfig(s, accessManagement *settings, options transport.Options) (anypointapi.Config, error) {
	config := anypointapi.Config{Transport: options}
	var err error
	if config.BaseURL, err = baseURL(s); err != nil {
		return config, err
	}
	if config.Credentials, err = anypointCredentials(s); err != nil {
		return config, err
	}
	if accessManagement.any("access_token", "password", "client_secret", "client_id", "username") {
		config.AccessManagement, err = anypointCredentials(accessManagement)
	}
	return config, err
}

// baseURL is the control plane's address. What the configuration names wins over
// what the environment names.
func baseURL(s *settings) (string, error) {
	address, plane := s.get("base_url"), s.get("control_plane")
	if s.written["base_url"] && s.written["control_plane"] {
		return "", fmt.Errorf("%s sets both base_url and control_plane: keep one", s.block)
	}
	if address != "" && !s.written["control_plane"] {
		return strings.TrimSuffix(address, "/"), checkAddress(s.block+".base_url", address)
	}
	if plane == "" {
		plane = "us"
	}
	known, ok := anypointapi.ControlPlanes[plane]
	if !ok {
		return "", fmt.Errorf("%s.control_plane: %q is none of %s", s.block, plane, strings.Join(controlPlanes(), ", "))
	}
	return known, nil
}

func controlPlanes() []string {
	names := make([]string, 0, len(anypointapi.ControlPlanes))
	for name := range anypointapi.ControlPlanes {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func anypointCredentials(s *settings) (anypointapi.Credentials, error) {
	chosen, err := s.choose(anypointWays)
	if err != nil {
		return nil, err
	}
	switch chosen.decided {
	case "access_token":
		return anypointapi.AccessToken{Token: s.get("access_token")}, nil
	case "password":
		return anypointapi.Password{
			Username: s.get("username"), Password: s.get("password"),
			ClientID: s.get("client_id"), ClientSecret: s.get("client_secret"),
		}, nil
	}
	return anypointapi.ClientCredentials{ClientID: s.get("client_id"), ClientSecret: s.get("client_secret")}, nil
}

// nested is the object of that name inside block.
func nested(block types.Object, name string) types.Object {
	if inner, ok := block.Attributes()[name].(types.Object); ok {
		return inner
	}
	return types.ObjectNull(nil)
}
