package simulator_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// archive is a zip file of these names and contents.
func archive(tb testing.TB, files map[string]string) []byte {
	tb.Helper()
	var content bytes.Buffer
	writer := zip.NewWriter(&content)
	for name, text := range files {
		file, err := writer.Create(name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := io.WriteString(file, text); err != nil {
			tb.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		tb.Fatal(err)
	}
	return content.Bytes()
}

const packageXML = `<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>66.0</version></Package>`

func appFile(label, more string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">` +
		`<contactEmail>a@acme.example</contactEmail><label>` + label + `</label>` + more + `</ConnectedApp>`
}

// deploy starts a deployment by SOAP and returns what its polls say.
func (c *salesforce) deploy(files map[string]string, options string) (first, second string) {
	c.t.Helper()
	started := c.soap(`<deploy><ZipFile>` + base64.StdEncoding.EncodeToString(archive(c.t, files)) +
		`</ZipFile><DeployOptions><rollbackOnError>true</rollbackOnError><singlePackage>true</singlePackage>` + options +
		`</DeployOptions></deploy>`)
	poll := `<checkDeployStatus><asyncProcessId>` + between(started.body, "<id>", "</id>") +
		`</asyncProcessId><includeDetails>true</includeDetails></checkDeployStatus>`
	return c.soap(poll).body, c.soap(poll).body
}

func between(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	found, _, _ := strings.Cut(rest, to)
	return found
}

func TestADeploymentTakesEffectAtItsSecondPoll(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	first, second := c.deploy(map[string]string{
		"package.xml": packageXML, "connectedApps/Orders.connectedApp": appFile("Orders", ""),
	}, "")
	if !strings.Contains(first, "<done>false</done>") || !strings.Contains(first, "<status>InProgress</status>") {
		t.Errorf("first poll: %s", first)
	}
	for _, part := range []string{
		"<done>true</done>", "<status>Succeeded</status>", "<numberComponentsDeployed>1</numberComponentsDeployed>",
		"<componentType>ConnectedApp</componentType><created>true</created>", "<fullName>Orders</fullName><id>0H4",
	} {
		if !strings.Contains(second, part) {
			t.Errorf("no %s in the second poll: %s", part, second)
		}
	}
	if c.ConnectedApp("Orders") == nil {
		t.Error("the app was not deployed")
	}
	_, gone := c.deploy(map[string]string{
		"package.xml": packageXML,
		"destructiveChangesPost.xml": `<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types>` +
			`<members>Orders</members><name>ConnectedApp</name></types></Package>`,
	}, "")
	if !strings.Contains(gone, "<deleted>true</deleted>") || c.ConnectedApp("Orders") != nil {
		t.Errorf("destructive changes: %s", gone)
	}
}

func TestDeploymentsThatLeaveNothing(t *testing.T) {
	t.Parallel()
	good := appFile("Orders", "")
	for name, test := range map[string]struct {
		files           map[string]string
		options, wanted string
	}{
		"a check":          {map[string]string{"package.xml": packageXML, "connectedApps/Orders.connectedApp": good}, "<checkOnly>true</checkOnly>", "<status>Succeeded</status>"},
		"one failure":      {map[string]string{"package.xml": packageXML, "connectedApps/Orders.connectedApp": good, "connectedApps/A.connectedApp": appFile("A", "<colour/>")}, "", "colour invalid at this location"},
		"unknown type":     {map[string]string{"package.xml": packageXML, "flows/A.flow": "<Flow/>"}, "", "cannot be found"},
		"unreadable file":  {map[string]string{"package.xml": packageXML, "connectedApps/A.connectedApp": "{}"}, "", "<status>Failed</status>"},
		"no manifest":      {map[string]string{"connectedApps/Orders.connectedApp": good}, "", "No package.xml found"},
		"an absent member": {map[string]string{"package.xml": packageXML, "destructiveChanges.xml": `<Package><types><members>A</members><name>ConnectedApp</name></types></Package>`}, "", "no ConnectedApp named A found"},
		"its own key":      {map[string]string{"package.xml": packageXML, "connectedApps/Terraform.connectedApp": appFile("T", oauth("<consumerKey>AcmeOther01</consumerKey>"))}, "", "You cannot provide a Consumer Key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := startSalesforce(t)
			_, done := c.deploy(test.files, test.options)
			if !strings.Contains(done, test.wanted) || c.ConnectedApp("Orders") != nil || c.ConnectedApp("Terraform")["label"][0] != "Terraform" {
				t.Errorf("no %s in %s", test.wanted, done)
			}
		})
	}
}

func TestDeploymentByREST(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", "package.xml")
	c.must(err)
	_, err = file.Write(archive(t, map[string]string{
		"pkg/package.xml": packageXML, "pkg/connectedApps/Orders.connectedApp": appFile("Orders", ""),
		"pkg/settings/ConnectedApp.settings": `<ConnectedAppSettings xmlns="http://soap.sforce.com/2006/04/metadata">` +
			`<enableSkipUserProvisioningWizardWelcomePage>true</enableSkipUserProvisioningWizardWelcomePage></ConnectedAppSettings>`,
	}))
	c.must(err)
	c.must(form.WriteField("entity_content", `{"deployOptions":{"rollbackOnError":true}}`))
	c.must(form.Close())
	started := c.send(http.MethodPost, data+"/metadata/deployRequest", body.String(),
		"Authorization", "Bearer "+c.token, "Content-Type", form.FormDataContentType())
	id, _ := started.object(t)["id"].(string)
	if started.status != http.StatusCreated || !strings.HasPrefix(id, "0Af") {
		t.Fatalf("%d %s", started.status, started.body)
	}
	var statuses []string
	for range 2 {
		var poll struct{ DeployResult struct{ Status string } }
		c.rest(http.MethodGet, "/metadata/deployRequest/"+id+"?includeDetails=true", nil).decode(t, &poll)
		statuses = append(statuses, poll.DeployResult.Status)
	}
	if !slices.Equal(statuses, []string{"InProgress", "Succeeded"}) || c.ConnectedApp("Orders") == nil {
		t.Errorf("polls: %v", statuses)
	}
	c.rest(http.MethodGet, "/metadata/deployRequest/0Af000000000001", nil).wantRefusal(t, 404, "NOT_FOUND", "")
}

func TestRetrieval(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	started := c.soap(`<retrieve><request><apiVersion>66.0</apiVersion><unpackaged><types><members>*</members>` +
		`<name>ConnectedApp</name></types><types><members>ConnectedApp</members><name>Settings</name></types>` +
		`<version>66.0</version></unpackaged></request></retrieve>`)
	poll := `<checkRetrieveStatus><asyncProcessId>` + between(started.body, "<id>", "</id>") + `</asyncProcessId></checkRetrieveStatus>`
	if first := c.soap(poll); !strings.Contains(first.body, "<done>false</done>") {
		t.Errorf("first poll: %s", first.body)
	}
	done := c.soap(poll)
	if !strings.Contains(done.body, "<fileName>unpackaged/connectedApps/Terraform.connectedApp</fileName>") {
		t.Errorf("second poll: %s", done.body)
	}
	content, err := base64.StdEncoding.DecodeString(between(done.body, "<zipFile>", "</zipFile>"))
	c.must(err)
	reader, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	c.must(err)
	var names []string
	for _, file := range reader.File {
		names = append(names, file.Name)
	}
	slices.Sort(names)
	want := []string{
		"unpackaged/connectedApps/Auditor.connectedApp", "unpackaged/connectedApps/Terraform.connectedApp",
		"unpackaged/connectedApps/Warehouse_Sync.connectedApp", "unpackaged/package.xml", "unpackaged/settings/ConnectedApp.settings",
	}
	if !slices.Equal(names, want) {
		t.Errorf("files: %v", names)
	}
}
