package simulator_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// element is an XML element, to compare documents with.
type element struct {
	XMLName  xml.Name
	Text     string    `xml:",chardata"`
	Children []element `xml:",any"`
}

// lines lists the texts of an element by path, sorted, since the order of
// elements means nothing.
func (e element) lines(path string) []string {
	if len(e.Children) == 0 {
		return []string{path + "=" + strings.TrimSpace(e.Text)}
	}
	var lines []string
	for _, child := range e.Children {
		lines = append(lines, child.lines(path+"/"+child.XMLName.Local)...)
	}
	slices.Sort(lines)
	return lines
}

func parseElement(t testing.TB, document string) element {
	t.Helper()
	var root element
	if err := xml.Unmarshal([]byte(document), &root); err != nil {
		t.Fatalf("parsing %s: %v", document, err)
	}
	return root
}

// soapIn sends an operation in another version of the Metadata API.
func (c *salesforce) soapIn(version, operation string) salesforceAnswer {
	c.t.Helper()
	return c.send(http.MethodPost, "/services/Soap/m/"+version, soapEnvelope(c.token, operation),
		"Content-Type", "text/xml; charset=UTF-8", "SOAPAction", `""`)
}

// readIn reads one component of any type.
func readIn(kind, name string) string {
	return `<readMetadata><type>` + kind + `</type><fullNames>` + name + `</fullNames></readMetadata>`
}

// samples lists the files of testdata/salesforce_metadata, apps before what belongs to
// them.
func samples(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/salesforce_metadata/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	order := []string{
		".permissionset", ".mutingpermissionset", ".profile", ".eca", ".ecaOauth", ".ecaPlcy", ".connectedApp", ".externalCredential",
	}
	rank := func(file string) int {
		if at := slices.Index(order, filepath.Ext(file)); at >= 0 {
			return at
		}
		return len(order)
	}
	slices.SortStableFunc(files, func(a, b string) int { return rank(a) - rank(b) })
	return files
}

func TestSamplesComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.Set(func(knobs *simulator.Knobs) { knobs.APIAccessControlActivated = true })
	files := samples(t)
	documents := map[string]string{}
	for _, file := range files {
		document, err := os.ReadFile(file)
		c.must(err)
		documents[file] = string(document)
		name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		if root := parseElement(t, documents[file]); root.XMLName.Local == "ConnectedAppSettings" {
			continue // would lock the test itself out
		}
		if err := c.LoadSalesforceMetadata(name, document); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for file, document := range documents {
		root := parseElement(t, document)
		if root.XMLName.Local == "ConnectedAppSettings" {
			continue
		}
		name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		read := c.soapIn("62.0", readIn(root.XMLName.Local, name)).body
		records := parseElement(t, "<records>"+between(strings.Replace(read, ` xsi:type="`, ` type="`, 1), "</fullName>", "</records>")+"</records>")
		got, want := records.lines(""), root.lines("")
		want = slices.DeleteFunc(want, func(line string) bool { return slices.Contains(got, line) })
		if len(want) > 0 {
			t.Errorf("%s: lost %q in %q", file, want, got)
		}
	}
}

// unzipped lists the texts of an archive's files by name.
func unzipped(t testing.TB, content []byte) map[string]string {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, file := range reader.File {
		opened, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(opened)
		if err != nil {
			t.Fatal(err)
		}
		files[file.Name] = string(text)
	}
	return files
}

// TestDocumentsThatNoOrganizationHas are documents as they are printed here and
// there, though no organization would hold or return them.
func TestDocumentsThatNoOrganizationHas(t *testing.T) {
	t.Parallel()
	const namespace = ` xmlns="http://soap.sforce.com/2006/04/metadata"`
	app := func(start, end string) string {
		return `<ConnectedApp` + namespace + `><contactEmail>a@acme.example</contactEmail><ipRanges><end>` + end + `</end><start>` + start +
			`</start></ipRanges><label>A</label></ConnectedApp>`
	}
	for name, document := range map[string]string{
		"a range that ends before it starts": app("10.0.0.2", "10.0.0.1"),
		"addresses with leading zeros":       app("000.0.0.1", "000.0.0.2"),
		"permission sets of an app that anybody may use": `<ConnectedApp` + namespace + `><contactEmail>a@acme.example</contactEmail>` +
			`<label>A</label><permissionSetName>Warehouse_Users</permissionSetName></ConnectedApp>`,
		"an element that was renamed long ago": `<PermissionSet` + namespace + `><label>A</label><userLicense>Salesforce</userLicense>` +
			`</PermissionSet>`,
		"an element closed by another": `<SecuritySettings` + namespace + `><sessionSettings><logoutURL>https://acme.example</logoutUrl>` +
			`</sessionSettings></SecuritySettings>`,
		"a setting that is in no description of version 66": `<SecuritySettings` + namespace + `><grantCameraAccess>TrustedUrls` +
			`</grantCameraAccess></SecuritySettings>`,
		"a setting that is there twice": `<SecuritySettings` + namespace + `><canUsersGrantLoginAccess>true</canUsersGrantLoginAccess>` +
			`<canUsersGrantLoginAccess>false</canUsersGrantLoginAccess></SecuritySettings>`,
		"a root that is closed too early": `<RealTimeEventSettings` + namespace + `/><realTimeEvents></realTimeEvents></RealTimeEventSettings>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := startSalesforce(t).LoadSalesforceMetadata("Security", []byte(document)); err == nil {
				t.Error("it is taken")
			}
		})
	}
}
