package salesforceapi

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const credentialRoot = restRoot + "/named-credentials"

func TestExternalCredential(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	kept := ""
	keepBody := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			kept = string(body)
			answer(w, status, strings.Replace(kept, "{", `{"id":"0pc000000000001","url":"/x",`, 1))
		}
	}
	org.on("POST "+credentialRoot+"/external-credentials", keepBody(201))
	org.on("PUT "+credentialRoot+"/external-credentials/{name}", keepBody(200))
	org.on("GET "+credentialRoot+"/external-credentials/{name}", func(w http.ResponseWriter, _ *http.Request) {
		if kept == "" {
			answer(w, 404, `[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]`)
			return
		}
		answer(w, 200, strings.Replace(kept, `"principals":[{`, `"relatedNamedCredentials":[],"principals":[{"id":"0pr1","authenticationStatus":"Configured",`, 1))
	})
	org.on("GET "+credentialRoot+"/external-credentials", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, `{"externalCredentials":[`+kept+`]}`)
	})
	org.on("DELETE "+credentialRoot+"/external-credentials/{name}", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	credentials := testClient(t, testConfig(org)).ExternalCredentials
	ctx := t.Context()
	_, err := credentials.Get(ctx, "Billing")
	wantKind(t, err, transport.NotFound)
	created := must(credentials.Create(ctx, ExternalCredential{
		DeveloperName: "Billing", Label: "Billing", Protocol: "OAuth", Variant: "ClientCredentialsClientSecret",
		Principals: []CredentialPrincipal{{Name: "Main", Type: "NamedPrincipal", Sequence: 1}},
	}))(t)
	if created.ID != "0pc000000000001" || created.Principals[0].Name != "Main" {
		t.Errorf("created %+v", created)
	}
	must(credentials.Update(ctx, "Billing", func(c *ExternalCredential) { c.Label = "Billing API" }))(t)
	if !strings.Contains(kept, `"id":"0pr1"`) || !strings.Contains(kept, `"masterLabel":"Billing API"`) || strings.Contains(kept, "authenticationStatus") {
		t.Errorf("updated by %s", kept)
	}
	if all := must(credentials.List(ctx))(t); len(all) != 1 || all[0].DeveloperName != "Billing" {
		t.Errorf("listed %+v", all)
	}
	if err := credentials.Delete(ctx, "Billing"); err != nil {
		t.Error(err)
	}
}

func TestNamedCredentialWhoseAnswerIsLost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		label string
		fails bool
	}{"ours": {"Billing", false}, "somebody else's": {"Other", true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := newFakeOrg(t)
			org.on("POST "+credentialRoot+"/named-credential-setup", hangUp)
			org.answers("GET "+credentialRoot+"/named-credential-setup/{name}", 200,
				`{"developerName":"Billing","masterLabel":"`+test.label+`","type":"SecuredEndpoint","calloutUrl":"https://b.example","calloutStatus":"Enabled"}`)
			_, err := testClient(t, testConfig(org)).NamedCredentials.Create(t.Context(), NamedCredential{
				DeveloperName: "Billing", Label: "Billing", Type: "SecuredEndpoint", CalloutURL: "https://b.example",
			})
			if (err != nil) != test.fails {
				t.Errorf("got %v", err)
			}
			if got := org.count("POST " + credentialRoot); got != 1 {
				t.Errorf("sent %d times", got)
			}
		})
	}
}

func TestPrincipalSecrets(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	names, sent := "", []string{}
	org.on("GET "+credentialRoot+"/credential", func(w http.ResponseWriter, r *http.Request) {
		if got := r.URL.Query(); got.Get("externalCredential") != "Billing" || got.Get("principalName") != "Main" || got.Get("principalType") != "NamedPrincipal" {
			t.Errorf("asked for %v", got)
		}
		answer(w, 200, `{"authenticationStatus":"Configured","credentials":{`+names+`}}`)
	})
	set := func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sent, names = append(sent, r.Method+" "+string(body)), `"clientSecret":{"encrypted":true},"clientId":{"value":"id"}`
		answer(w, 200, `{}`)
	}
	org.on("POST "+credentialRoot+"/credential", set)
	org.on("PUT "+credentialRoot+"/credential", set)
	org.on("DELETE "+credentialRoot+"/credential", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	secrets := testClient(t, testConfig(org)).PrincipalSecrets
	of := ExternalCredential{DeveloperName: "Billing", Protocol: "OAuth"}
	principal := Principal{ExternalCredential: "Billing", Name: "Main", Type: "NamedPrincipal"}
	for range 2 {
		if err := secrets.Set(t.Context(), of, principal, map[string]SecretValue{"clientSecret": {Value: "hush", Encrypted: true}}); err != nil {
			t.Fatal(err)
		}
	}
	const body = ` {"externalCredential":"Billing","authenticationProtocol":"OAuth","principalName":"Main",` +
		`"principalType":"NamedPrincipal","credentials":{"clientSecret":{"value":"hush","encrypted":true}}}`
	if fmt.Sprint(sent) != fmt.Sprint([]string{"POST" + body, "PUT" + body}) {
		t.Errorf("sent %s", sent)
	}
	if got := must(secrets.Status(t.Context(), principal))(t); fmt.Sprint(got) != "{Configured [clientId clientSecret]}" {
		t.Errorf("the status is %v", got)
	}
	if err := secrets.Delete(t.Context(), principal); err != nil {
		t.Error(err)
	}
}
