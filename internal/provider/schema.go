package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// Schema implements [provider.Provider].
func (*apiAccess) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Makes who and what may call an organization's APIs reviewable code, on Salesforce and " +
			"on MuleSoft Anypoint Platform. A platform is signed in to on first use only; leave out the block of a " +
			"platform that you do not use.",
		Attributes: map[string]schema.Attribute{
			"salesforce": salesforceBlock(),
			"anypoint":   anypointBlock(),
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("How often a request is repeated after it failed in a way that may pass: "+
					"a busy platform, a locked row, a broken connection. Default `%d`; `0` never repeats.", defaultMaxRetries),
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(0, 20)},
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("How long one attempt of a request may take, as a duration such as `30s`. Default `%s`.",
					strings.TrimSuffix(defaultRequestTimeout.String(), "0s")),
				Optional:   true,
				CustomType: timetypes.GoDurationType{},
			},
			"max_concurrent_requests": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("How many requests may be in flight to one platform at once. Default `%d`: "+
					"Salesforce trial and developer organizations allow no more long-running ones.", defaultMaxConcurrentRequests),
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(1, 50)},
			},
			"custom_ca_file": schema.StringAttribute{
				MarkdownDescription: "Path of a PEM file with certificate authorities to trust beside the system's, " +
					"such as that of a proxy.",
				Optional: true,
			},
		},
	}
}

func salesforceBlock() schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How to sign in to Salesforce. Exactly one way: `client_secret` (client credentials), " +
			"`private_key` (JWT bearer), `refresh_token` or `access_token`. An argument wins over its environment " +
			"variables, and these count in the order given.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"instance_url": text(salesforceEnvironment, "instance_url", "Your organization's My Domain, such as "+
				"`https://acme.my.salesforce.com`. The address that each sign-in returns is used from then on. "+
				"`login.salesforce.com` and `test.salesforce.com` do not serve client credentials. `http://` is "+
				"accepted for loopback addresses only."),
			"client_id": text(salesforceEnvironment, "client_id", "Consumer key of the connected app or external client app to sign in with."),
			"client_secret": secret(salesforceEnvironment, "client_secret", "Consumer secret. Alone it chooses the client "+
				"credentials flow, which acts as the app's run-as user; beside `refresh_token` it belongs to that."),
			"username": text(salesforceEnvironment, "username", "User to act as, for `private_key`."),
			"private_key": secret(salesforceEnvironment, "private_key", "Private key of the app's certificate, in PEM format or "+
				"as the path of a file; chooses the JWT bearer flow, together with `client_id` and `username`."),
			"login_url": text(salesforceEnvironment, "login_url", "Host that takes the JWT. Default: `instance_url`, or else "+
				"`https://login.salesforce.com`."),
			"audience": text(salesforceEnvironment, "audience", "Audience of the JWT. Default: `https://login.salesforce.com`, "+
				"or `https://test.salesforce.com` for a sandbox's login host."),
			"refresh_token": secret(salesforceEnvironment, "refresh_token", "Refresh token, with `client_id`, `instance_url` and, where "+
				"the app requires it, `client_secret`."),
			"access_token": secret(salesforceEnvironment, "access_token", "Session to use as it is, with `instance_url`. It is not "+
				"renewed: when it ends, the run fails."),
			"api_version": schema.StringAttribute{
				MarkdownDescription: fromEnvironment("API version, such as `66.0`. Default `"+defaultAPIVersion+"`.", salesforceEnvironment["api_version"]),
				Optional:            true,
				Validators:          []validator.String{apiVersion()},
			},
			"propagation_wait": schema.StringAttribute{
				MarkdownDescription: fromEnvironment("How long to wait for an app that the sign-in does not know yet: Salesforce "+
					"takes up to ten minutes to make a new app known. Default `2m`; `0s` fails at once.", salesforceEnvironment["propagation_wait"]),
				Optional:   true,
				Validators: []validator.String{goDuration{}},
			},
			"max_api_usage_percent": schema.Int64Attribute{
				MarkdownDescription: fromEnvironment("How much of the organization's daily allocation of API requests may be used, by "+
					"everybody together, `1` to `100` percent. At that use the run stops before its next call, so that others can "+
					"go on calling; what it has done is in the state. Default: no limit but Salesforce's own.",
					salesforceEnvironment["max_api_usage_percent"]),
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(1, 100)},
			},
		},
	}
}

func anypointBlock() schema.Attribute {
	ways := "`client_secret` (a connected app that acts for itself), `password` (a user, with or without a connected app " +
		"that acts for users) or `access_token`"
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How to sign in to Anypoint Platform. Exactly one way: " + ways + ". An argument wins over " +
			"its environment variables, and these count in the order given.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"control_plane": schema.StringAttribute{
				MarkdownDescription: fromEnvironment("Control plane: `"+strings.Join(controlPlanes(), "`, `")+"`. Default `us`.",
					anypointEnvironment["control_plane"]),
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(controlPlanes()...)},
			},
			"base_url": text(anypointEnvironment, "base_url", "Address of the control plane, instead of `control_plane`: for "+
				"Private Cloud Edition or the simulator. `http://` is accepted for loopback addresses only."),
			"organization_id": uuidText(anypointEnvironment, "organization_id", "Default organization (business group) of the resources."),
			"environment_id":  uuidText(anypointEnvironment, "environment_id", "Default environment of the resources."),
			"client_id":       text(anypointEnvironment, "client_id", "Client id of the connected app."),
			"client_secret":   secret(anypointEnvironment, "client_secret", "Client secret of the connected app."),
			"username":        text(anypointEnvironment, "username", "User, for `password`."),
			"password": secret(anypointEnvironment, "password", "Password of `username`. Users with multi-factor authentication or "+
				"single sign-on cannot sign in so: use a connected app."),
			"access_token": secret(anypointEnvironment, "access_token", "Token to use as it is. It is not renewed: when it ends, the run fails."),
			"access_management": schema.SingleNestedAttribute{
				MarkdownDescription: "A second way of signing in, for calls of Access Management that a connected app acting for " +
					"itself may not make, such as those on teams. Same ways as above.",
				Optional: true,
				Attributes: map[string]schema.Attribute{
					"client_id":     text(accessManagementEnvironment, "client_id", "Client id of the connected app."),
					"client_secret": secret(accessManagementEnvironment, "client_secret", "Client secret of the connected app."),
					"username":      text(accessManagementEnvironment, "username", "User, for `password`."),
					"password":      secret(accessManagementEnvironment, "password", "Password of `username`."),
					"access_token":  secret(accessManagementEnvironment, "access_token", "Token to use as it is."),
				},
			},
		},
	}
}

func text(variables environment, argument, description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: fromEnvironment(description, variables[argument]),
		Optional:            true,
	}
}

func secret(variables environment, argument, description string) schema.StringAttribute {
	attribute := text(variables, argument, description)
	attribute.Sensitive = true
	return attribute
}

func uuidText(variables environment, argument, description string) schema.StringAttribute {
	attribute := text(variables, argument, description)
	attribute.Validators = []validator.String{framework.UUID()}
	return attribute
}

func fromEnvironment(description string, variables []string) string {
	return description + " Environment: `" + strings.Join(variables, "`, `") + "`."
}
