package salesforceapi

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// keyPair makes a private key and its certificate, both in PEM.
func keyPair(t *testing.T) (privateKey, certificate string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "terraform"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	encoded, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})),
		string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: encoded}))
}

func TestSimulatedJWTBearer(t *testing.T) {
	t.Parallel()
	server, address := simulatedAt(t)
	admin := signedInAs(t, address, terraformKey, terraformSecret)
	privateKey, certificate := keyPair(t)
	app := ordersApp()
	app.OAuthConfig.Certificate = &certificate
	app.OAuthConfig.IsAdminApproved = new(true)
	if err := admin.ConnectedApps.Create(t.Context(), app); err != nil {
		t.Fatal(err)
	}
	config := Config{
		InstanceURL: address, APIVersion: "66.0",
		Credentials: JWTBearer{ClientID: *app.OAuthConfig.ConsumerKey, Username: "terraform@acme.example", PrivateKey: privateKey},
		Transport:   transport.Options{UserAgent: "test", RequestTimeout: 10 * time.Second, MaxConcurrentRequests: 2},
	}
	_, err := testClient(t, config).readOrganizationID(t.Context())
	wantKind(t, err, transport.AccessControl)
	wantMessage(t, err, "invalid_app_access", "Grant the app")

	profile := must(admin.Profiles.Find(t.Context(), "System Administrator"))(t)
	created := must(admin.Apps.Find(t.Context(), "Orders"))(t)
	must(admin.SetupEntityAccess.Create(t.Context(), created.ID, profile.PermissionSetID))(t)
	id := must(testClient(t, config).readOrganizationID(t.Context()))(t)
	if want := server.SalesforceID("Organization", "Name", "Acme Corporation"); string(id) != want {
		t.Errorf("signed in to %s, want %s", id, want)
	}

	config.Credentials = JWTBearer{ClientID: *app.OAuthConfig.ConsumerKey, Username: "nobody@acme.example", PrivateKey: privateKey}
	_, err = testClient(t, config).readOrganizationID(t.Context())
	wantMessage(t, err, "invalid_")
}

func TestSimulatedPropagation(t *testing.T) {
	t.Parallel()
	server, address := simulatedAt(t)
	admin := signedInAs(t, address, terraformKey, terraformSecret)
	app := ordersApp()
	app.OAuthConfig.IsClientCredentialEnabled = new(true)
	app.OAuthConfig.OAuthClientCredentialUser = new("orders.integration@acme.example")
	if err := admin.ConnectedApps.Create(t.Context(), app); err != nil {
		t.Fatal(err)
	}
	server.Set(func(knobs *simulator.Knobs) { knobs.PropagationDelay = time.Second })
	config := testConfig(newFakeOrg(t))
	config.InstanceURL = address
	config.Credentials = ClientCredentials{ClientID: *app.OAuthConfig.ConsumerKey, ClientSecret: *app.OAuthConfig.ConsumerSecret}
	_, err := testClient(t, config).sessions.Get(t.Context())
	wantMessage(t, err, "invalid_client_id", "ten minutes")
	config.PropagationWait = time.Minute
	if _, err := testClient(t, config).sessions.Get(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestSimulatedJWTAccessTokens(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	server.Set(func(knobs *simulator.Knobs) { knobs.JWTAccessTokens = true })
	must(client.Users.Find(t.Context(), "sarah.lee@acme.example"))(t)
	_, err := client.ConnectedApps.Get(t.Context(), "Terraform")
	wantMessage(t, err, "JWT form", "68.0")
	if got := server.Calls("/services/Soap/"); got != 0 {
		t.Errorf("%d SOAP calls, want none", got)
	}
}

func TestSimulatedAPIAccessControl(t *testing.T) {
	t.Parallel()
	server, address := simulatedAt(t)
	client := signedInAs(t, address, auditorKey, auditorSecret)
	must(client.OrganizationID(t.Context()))(t)
	server.SetAPIAccessControl(true)
	_, err := client.readOrganizationID(t.Context())
	wantKind(t, err, transport.AccessControl)
	if got := server.Calls("POST /services/oauth2/token"); got != 1 {
		t.Errorf("%d sign-ins, want the first alone", got)
	}
}
