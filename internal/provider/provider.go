// Package provider assembles the Terraform provider: its configuration and the
// types that it serves.
package provider

import (
	"context"
	"crypto/x509"
	"fmt"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	defaultMaxRetries            = 5
	defaultRequestTimeout        = 2 * time.Minute
	defaultMaxConcurrentRequests = 5
)

type apiAccess struct {
	version string
	getenv  func(string) string
	handed  *clients.Clients // nil until it is configured
}

type model struct {
	Salesforce            types.Object         `tfsdk:"salesforce"`
	Anypoint              types.Object         `tfsdk:"anypoint"`
	MaxRetries            types.Int64          `tfsdk:"max_retries"`
	RequestTimeout        timetypes.GoDuration `tfsdk:"request_timeout"`
	MaxConcurrentRequests types.Int64          `tfsdk:"max_concurrent_requests"`
	CustomCAFile          types.String         `tfsdk:"custom_ca_file"`
}

// New makes the provider of that version.
func New(version string) func() provider.Provider {
	return func() provider.Provider {
		return &apiAccess{version: version, getenv: os.Getenv}
	}
}

// Metadata implements [provider.Provider].
func (p *apiAccess) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName, resp.Version = "apiaccess", p.version
}

// Resources implements [provider.Provider].
func (*apiAccess) Resources(context.Context) []func() resource.Resource { return resources }

// DataSources implements [provider.Provider].
func (*apiAccess) DataSources(context.Context) []func() datasource.DataSource { return dataSources }

// EphemeralResources implements [provider.ProviderWithEphemeralResources].
func (*apiAccess) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return ephemeralResources
}

// ValidateConfig implements [provider.ProviderWithValidateConfig]: what the
// configuration alone shows to be wrong is refused before any plan.
func (p *apiAccess) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var configured model
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	if resp.Diagnostics.HasError() {
		return
	}
	withoutEnvironment := func(string) string { return "" }
	for name, block := range map[string]types.Object{"salesforce": configured.Salesforce, "anypoint": configured.Anypoint} {
		read := readSettings(name, block, nil, withoutEnvironment)
		for _, argument := range []string{"instance_url", "login_url", "base_url"} {
			if err := checkAddress(name+"."+argument, read.get(argument)); err != nil {
				resp.Diagnostics.AddAttributeError(path.Root(name).AtName(argument), "Wrong address", err.Error())
			}
		}
	}
}

// Configure implements [provider.Provider]. It decides how to sign in and makes
// no call.
func (p *apiAccess) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var configured model
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	if resp.Diagnostics.HasError() {
		return
	}
	options, ok := p.transport(configured, req.TerraformVersion, &resp.Diagnostics)
	if !ok {
		return
	}
	handed := &clients.Clients{}
	p.configureSalesforce(configured, options, handed, &resp.Diagnostics)
	p.configureAnypoint(configured, options, handed, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	p.handed = handed
	resp.ResourceData, resp.DataSourceData, resp.EphemeralResourceData = handed, handed, handed
}

// ResourceData is what Configure handed to the resources, or nil before that.
func (p *apiAccess) ResourceData() any {
	if p.handed == nil {
		return nil
	}
	return p.handed
}

func (p *apiAccess) configureSalesforce(
	configured model, options transport.Options, handed *clients.Clients, diags *diag.Diagnostics,
) {
	read := readSettings("salesforce", configured.Salesforce, salesforceEnvironment, p.getenv)
	options.Log = logTo("salesforce", read)
	platform, err := salesforcePlatform(read, options)
	if err != nil {
		diags.AddAttributeError(path.Root("salesforce"), "Wrong configuration of Salesforce", sentence(err))
		return
	}
	handed.Salesforce = platform
}

func (p *apiAccess) configureAnypoint(
	configured model, options transport.Options, handed *clients.Clients, diags *diag.Diagnostics,
) {
	read := readSettings("anypoint", configured.Anypoint, anypointEnvironment, p.getenv)
	read.block = "anypoint"
	second := readSettings("anypoint.access_management", nested(configured.Anypoint, "access_management"),
		accessManagementEnvironment, p.getenv)
	options.Log = logTo("anypoint", read, second)
	platform, err := anypointPlatform(read, second, options)
	if err != nil {
		diags.AddAttributeError(path.Root("anypoint"), "Wrong configuration of Anypoint Platform", sentence(err))
		return
	}
	handed.Anypoint = platform
	handed.AnypointOrganizationID = read.get("organization_id")
	handed.AnypointEnvironmentID = read.get("environment_id")
}

// transport reads the arguments that both platforms share.
func (p *apiAccess) transport(
	configured model, terraformVersion string, diags *diag.Diagnostics,
) (options transport.Options, ok bool) {
	options = transport.Options{
		UserAgent:             fmt.Sprintf("terraform-provider-apiaccess/%s terraform/%s", p.version, terraformVersion),
		MaxRetries:            int(orDefault(configured.MaxRetries, defaultMaxRetries)),
		RequestTimeout:        defaultRequestTimeout,
		MaxConcurrentRequests: int(orDefault(configured.MaxConcurrentRequests, defaultMaxConcurrentRequests)),
	}
	if timeout, problems := configured.RequestTimeout.ValueGoDuration(); !configured.RequestTimeout.IsNull() && !configured.RequestTimeout.IsUnknown() {
		diags.Append(problems...)
		options.RequestTimeout = timeout
	}
	if file := configured.CustomCAFile.ValueString(); file != "" {
		roots, err := rootCAs(file)
		if err != nil {
			diags.AddAttributeError(path.Root("custom_ca_file"), "Unable to read the certificate authorities", sentence(err))
		}
		options.RootCAs = roots
	}
	return options, !diags.HasError()
}

func orDefault(value types.Int64, otherwise int64) int64 {
	if value.IsNull() || value.IsUnknown() {
		return otherwise
	}
	return value.ValueInt64()
}

// rootCAs are the system's authorities and those of a PEM file.
func rootCAs(file string) (*x509.CertPool, error) {
	document, err := os.ReadFile(file) //nolint:gosec // the user names the file
	if err != nil {
		return nil, err
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(document) {
		return nil, fmt.Errorf("%s holds no certificate in PEM format", file)
	}
	return roots, nil
}

// sentence makes an error's text a sentence.
func sentence(err error) string {
	text := err.Error()
	return string(text[0]-'a'+'A') + text[1:] + "."
}
