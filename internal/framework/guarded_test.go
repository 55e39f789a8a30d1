package framework_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// indiscreet is a provider and a resource that tell all that they are told.
type indiscreet struct{}

func (indiscreet) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "indiscreet"
}

func (indiscreet) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{Attributes: map[string]providerschema.Attribute{
		"password": providerschema.StringAttribute{Optional: true, Sensitive: true},
	}}
}

func (indiscreet) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var password types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("password"), &password)...)
	resp.Diagnostics.AddWarning("told", "the password is "+password.ValueString())
}

func (indiscreet) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (indiscreet) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return indiscreetResource{} }}
}

type indiscreetResource struct{}

func (indiscreetResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "indiscreet_thing"
}

func (indiscreetResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{Optional: true},
		"keys": schema.MapNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"secrets": schema.MapAttribute{Optional: true, WriteOnly: true, ElementType: types.StringType},
		}}},
	}}
}

func (indiscreetResource) ValidateConfig(_ context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	resp.Diagnostics.Append(diag.NewErrorDiagnostic("wrong", "I was given "+req.Config.Raw.String()))
}

func (indiscreetResource) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}

func (indiscreetResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (indiscreetResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

func (indiscreetResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func startIndiscreet(t *testing.T) (tfprotov6.ProviderServer, *tfprotov6.GetProviderSchemaResponse, []*tfprotov6.Diagnostic) {
	t.Helper()
	server := framework.Guarded(indiscreet{})
	described, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(described.Diagnostics) > 0 {
		t.Fatal(err, described.Diagnostics)
	}
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: object(t, described.Provider.ValueType(),
		map[string]tftypes.Value{"password": tftypes.NewValue(tftypes.String, "the provider's own")})})
	if err != nil {
		t.Fatal(err)
	}
	return server, described, configured.Diagnostics
}

func object(t *testing.T, of tftypes.Type, values map[string]tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, values))
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

func validated(t *testing.T, name string) []*tfprotov6.Diagnostic {
	t.Helper()
	server, described, _ := startIndiscreet(t)
	whole, _ := described.ResourceSchemas["indiscreet_thing"].ValueType().(tftypes.Object)
	keys, _ := whole.AttributeTypes["keys"].(tftypes.Map)
	key, _ := keys.ElementType.(tftypes.Object)
	secrets := tftypes.NewValue(key.AttributeTypes["secrets"], map[string]tftypes.Value{"a": tftypes.NewValue(tftypes.String, "hush hush")})
	resp, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: "indiscreet_thing", ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
		Config: object(t, whole, map[string]tftypes.Value{
			"name": tftypes.NewValue(tftypes.String, name),
			"keys": tftypes.NewValue(keys, map[string]tftypes.Value{
				"one": tftypes.NewValue(key, map[string]tftypes.Value{"secrets": secrets}),
			}),
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp.Diagnostics
}

func TestWhatIsToldHoldsNoSecret(t *testing.T) {
	t.Parallel()
	_, _, configured := startIndiscreet(t)
	if len(configured) != 1 || configured[0].Detail != "the password is [redacted]" {
		t.Errorf("the provider tells %+v", configured)
	}
	told := validated(t, "a name")
	if len(told) != 1 || strings.Contains(told[0].Detail, "hush") || !strings.Contains(told[0].Detail, "a name") ||
		!strings.Contains(told[0].Detail, "[redacted]") {
		t.Errorf("the resource tells %+v", told)
	}
}

func TestATextThatCannotArriveIsRefused(t *testing.T) {
	t.Parallel()
	for name, refused := range map[string]bool{"a\x00": true, "a\x0bb": true, "\uffff": true, "a\tb\r\n": false, "é🙈": false} {
		told := validated(t, name)
		last := told[len(told)-1]
		if (last.Summary == "Text with a control character") != refused {
			t.Errorf("%q: %+v", name, last)
		}
		if refused && !strings.Contains(last.Attribute.String(), "name") {
			t.Errorf("%q: %s is at fault", name, last.Attribute)
		}
	}
}
