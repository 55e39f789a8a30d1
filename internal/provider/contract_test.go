package provider_test

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// Every registered resource must keep these promises; a type without a sample in
// samples_test.go fails them.

func TestEveryResourceLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	forEveryResource(t, func(t *testing.T, typeName string, sample sample) {
		t.Helper()
		platform, under, created := create(t, typeName, sample)
		mustBeComplete(t, created)
		mustPlanNothing(t, under, created, sample.config)

		read, err := under.Read(t, created)
		must(t, err)
		if !read.Value.Equal(created.Value) {
			t.Errorf("Read differs from Create:\n%v\n%v", read.Attributes(t), created.Attributes(t))
		}
		under = platform.Protocol(t) // another configuration is another run
		updated, err := under.Apply(t, read, sample.changed)
		must(t, err)
		if !updated.Identity.Equal(created.Identity) {
			t.Errorf("an update changed the identity from %v to %v", created.IdentityAttributes(t), updated.IdentityAttributes(t))
		}
		mustPlanNothing(t, under, updated, sample.changed)

		deleted, err := under.Apply(t, updated, nil)
		must(t, err)
		if !deleted.Gone() {
			t.Error("a deleted object stays in the state")
		}
		if _, err := under.Apply(t, updated, nil); err != nil {
			t.Errorf("deleting an object that is gone failed: %v", err)
		}
	})
}

func TestEveryResourceThatIsGoneLeavesTheStateWithoutAnError(t *testing.T) {
	t.Parallel()
	forEveryResource(t, func(t *testing.T, typeName string, sample sample) {
		t.Helper()
		platform, under, created := create(t, typeName, sample)
		_, err := platform.Protocol(t).Apply(t, created, nil) // by somebody else
		must(t, err)

		// Engines below 1.12 never send an identity back.
		created.Identity = under.Null(t, typeName).Identity
		read, err := platform.Protocol(t).Read(t, created)
		must(t, err)
		if read.Gone() != !sample.permanent {
			t.Errorf("after its deletion by somebody else it reads as %v", read.Attributes(t))
		}
	})
}

func TestNoResourceBelievesThatAPageIsADeletion(t *testing.T) {
	t.Parallel()
	forEveryResource(t, func(t *testing.T, typeName string, sample sample) {
		t.Helper()
		platform, under, created := create(t, typeName, sample)
		platform.ForgetRequests()
		changes := []string{"DELETE ", "PUT ", "PATCH ", "POST "}
		for _, method := range changes {
			platform.Inject(simulator.Fault{Pattern: method, Answer: simulator.Status(http.StatusOK, "<html><title>Maintenance</title></html>")})
		}
		_, err := under.Apply(t, created, nil)
		sent := 0
		for _, method := range changes {
			sent += platform.Calls(method)
		}
		if err == nil && sent > 0 {
			t.Errorf("it is said to be deleted, but %d pages answered", sent)
		}
	})
}

func TestEveryResourceImportsByIDAndByIdentity(t *testing.T) {
	t.Parallel()
	forEveryResource(t, func(t *testing.T, typeName string, sample sample) {
		t.Helper()
		_, under, created := create(t, typeName, sample)
		byID, err := under.ImportID(t, typeName, sample.importID(created.Attributes(t)))
		must(t, err)
		byIdentity, err := under.ImportIdentity(t, typeName, created.IdentityAttributes(t))
		must(t, err)
		if !byID.Value.Equal(byIdentity.Value) || !byID.Identity.Equal(byIdentity.Identity) {
			t.Errorf("by id %v\nby identity %v", byID.Attributes(t), byIdentity.Attributes(t))
		}
		if !byID.Identity.Equal(created.Identity) {
			t.Errorf("imported as %v, created as %v", byID.IdentityAttributes(t), created.IdentityAttributes(t))
		}
		planned, err := under.Plan(t, byID, sample.config)
		must(t, err)
		if len(planned.RequiresReplace) > 0 {
			t.Errorf("an imported object would be replaced because of %v", planned.RequiresReplace)
		}
	})
}

func TestEveryResourceFailsOnAWrongImportID(t *testing.T) {
	t.Parallel()
	forEveryResource(t, func(t *testing.T, typeName string, _ sample) {
		t.Helper()
		under := acctest.Start(t).Protocol(t)
		for _, id := range []string{",", "a,b,c,d,e,f,g", " x"} {
			if state, err := under.ImportID(t, typeName, id); err == nil && !state.Gone() {
				t.Errorf("imported %q as %v", id, state.Attributes(t))
			}
		}
	})
}

func TestEveryResourceWaitsForAConfigurationThatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	forEveryResource(t, func(t *testing.T, typeName string, sample sample) {
		t.Helper()
		platform, _, created := create(t, typeName, sample)
		platform.ForgetRequests()

		unknown := prototest.New(t, provider.New("test"), prototest.Config{
			"salesforce": map[string]any{"instance_url": prototest.Unknown},
			"anypoint": map[string]any{
				"base_url": prototest.Unknown, "organization_id": acctest.OrganizationID, "environment_id": acctest.ProductionID,
			},
		})
		if _, err := unknown.Plan(t, unknown.Null(t, typeName), sample.config); err != nil {
			t.Errorf("planning failed: %v", err)
		}
		read, err := unknown.Read(t, created)
		if err != nil || !read.Value.Equal(created.Value) {
			t.Errorf("refreshing failed: %v", err)
		}
		if calls := platform.Requests(); len(calls) > 0 {
			t.Errorf("calls were made: %v", calls)
		}
	})
}

func TestEveryTypeIsDescribed(t *testing.T) {
	t.Parallel()
	under := acctest.Start(t).Protocol(t)
	schemas := maps.Clone(under.Schema.ResourceSchemas)
	for name, schema := range under.Schema.DataSourceSchemas {
		schemas["data."+name] = schema
	}
	for name, schema := range under.Schema.EphemeralResourceSchemas {
		schemas["ephemeral."+name] = schema
	}
	schemas["provider"] = under.Schema.Provider
	for name, schema := range schemas {
		if len(schema.Block.Description) < 40 {
			t.Errorf("%s has no description", name)
		}
		mustBeDescribed(t, name, schema.Block.Attributes)
	}
	for name, identity := range under.Identities {
		for _, attribute := range identity.IdentityAttributes {
			if attribute.Description == "" {
				t.Errorf("%s: the identity's %s has no description", name, attribute.Name)
			}
		}
	}
}

var secretName = regexp.MustCompile(`(^|_)(secret|token|password|private_key)$`)

func mustBeDescribed(t *testing.T, parent string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, attribute := range attributes {
		name := parent + "." + attribute.Name
		if !strings.HasSuffix(attribute.Description, ".") {
			t.Errorf("%s has no description that is a sentence: %q", name, attribute.Description)
		}
		isText := attribute.Type != nil && attribute.Type.Is(tftypes.String)
		if isText && secretName.MatchString(attribute.Name) && !attribute.Sensitive && !attribute.WriteOnly {
			t.Errorf("%s is neither sensitive nor write-only", name)
		}
		if attribute.NestedType != nil {
			mustBeDescribed(t, name, attribute.NestedType.Attributes)
		}
	}
}

func forEveryResource(t *testing.T, promise func(t *testing.T, typeName string, sample sample)) {
	t.Helper()
	under := acctest.Start(t).Protocol(t)
	for _, typeName := range slices.Sorted(maps.Keys(under.Schema.ResourceSchemas)) {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			sample, has := samples[typeName]
			if !has {
				t.Fatalf("%s has no sample", typeName)
			}
			promise(t, typeName, sample)
		})
	}
}

// create makes the sample's object on a simulator of its own.
func create(t *testing.T, typeName string, sample sample) (*acctest.Simulator, *prototest.Provider, prototest.State) {
	t.Helper()
	platform := acctest.Start(t)
	platform.AccessManagement = true
	under := platform.Protocol(t)
	if sample.prepare != nil {
		sample.prepare(t, platform, under)
	}
	created, err := under.Apply(t, under.Null(t, typeName), sample.config)
	must(t, err)
	return platform, under, created
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// mustBeComplete fails for an object with unknown values or without identity.
func mustBeComplete(t *testing.T, state prototest.State) {
	t.Helper()
	if !state.Value.IsFullyKnown() {
		t.Errorf("values are unknown after apply: %v", state.Value)
	}
	for name, value := range state.IdentityAttributes(t) {
		if value == nil || value == "" {
			t.Errorf("the identity lacks %s", name)
		}
	}
	if len(state.IdentityAttributes(t)) == 0 {
		t.Error("there is no identity")
	}
}

func mustPlanNothing(t *testing.T, under *prototest.Provider, state prototest.State, config prototest.Config) {
	t.Helper()
	planned, err := under.Plan(t, state, config)
	must(t, err)
	value, err := planned.PlannedState.Unmarshal(state.Value.Type())
	must(t, err)
	if !value.Equal(state.Value) {
		differences, _ := value.Diff(state.Value)
		t.Errorf("the plan after apply is not empty: %v", differences)
	}
}
