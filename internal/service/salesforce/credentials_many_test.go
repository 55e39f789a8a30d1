package salesforce_test

import (
	"fmt"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

func TestCredentialsAreRefreshedWithFewCalls(t *testing.T) {
	t.Parallel()
	const count = 40
	platform := acctest.Start(t)
	names := make([]string, count)
	for i := range names {
		names[i] = fmt.Sprintf("Carrier_%d", i)
		for _, document := range []string{
			`<ExternalCredential xmlns="http://soap.sforce.com/2006/04/metadata"><label>C</label><authenticationProtocol>Custom` +
				`</authenticationProtocol></ExternalCredential>`,
			`<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata"><label>C</label><namedCredentialParameters><parameterName>A` +
				`</parameterName><parameterType>Authentication</parameterType><externalCredential>` + names[i] + `</externalCredential>` +
				`</namedCredentialParameters><namedCredentialParameters><parameterName>U</parameterName><parameterType>Url</parameterType>` +
				`<parameterValue>https://api.carrier.example</parameterValue></namedCredentialParameters>` +
				`<namedCredentialType>SecuredEndpoint</namedCredentialType></NamedCredential>`,
		} {
			if err := platform.LoadSalesforceMetadata(names[i], []byte(document)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, typeName := range []string{externalCredentialType, namedCredentialType} {
		importing := platform.Protocol(t)
		states := make([]prototest.State, count)
		eachOf(names, func(i int, name string) {
			var err error
			if states[i], err = importing.ImportID(t, typeName, name); err != nil {
				t.Error(err)
			}
		})
		platform.ForgetRequests()
		refreshing := platform.Protocol(t) // a run of its own
		eachOf(states, func(_ int, state prototest.State) {
			read, err := refreshing.Read(t, state)
			if err != nil || !read.Value.Equal(state.Value) {
				t.Errorf("%v was read as %v, %v", state.Value, read.Value, err)
			}
		})
		if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > 2 { // the list, and the organization
			t.Errorf("%s: the refresh of %d made %d calls:\n%v", typeName, count, calls, platform.Requests())
		}
	}
}
