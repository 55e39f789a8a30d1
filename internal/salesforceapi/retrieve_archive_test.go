package salesforceapi

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

// archiveOf packs files, given as name and content in turn.
func archiveOf(t testing.TB, files ...string) string {
	t.Helper()
	var packed bytes.Buffer
	writer := zip.NewWriter(&packed)
	for i := 0; i < len(files); i += 2 {
		file, err := writer.Create(files[i])
		if err == nil {
			_, err = file.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(packed.Bytes())
}

const retrievedApp = `<?xml version="1.0"?><ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata">` +
	`<label>Orders &amp; more</label></ExternalClientApplication>`

func TestRetrievedComponents(t *testing.T) {
	t.Parallel()
	result := &retrieveResult{
		Files: []retrievedFile{
			{FileName: "unpackaged/externalClientApps/Orders.eca", FullName: "Orders", Type: typeExternalClientApp},
			{FileName: "unpackaged/externalClientApps/Absent.eca", FullName: "Absent", Type: typeExternalClientApp},
			{FileName: "unpackaged/package.xml", Type: "Package"},
		},
		Zip: archiveOf(t, "unpackaged/", "", "unpackaged/package.xml", "<Package/>",
			"unpackaged/externalClientApps/Orders.eca", retrievedApp, "unpackaged/unasked.eca", "not XML"),
	}
	components, err := componentsOf(result)
	if err != nil {
		t.Fatal(err)
	}
	apps, err := assembleApps(components)
	if err != nil || len(apps) != 1 || *apps["orders"].Header.Label != "Orders & more" || apps["orders"].Name != "Orders" {
		t.Errorf("got %v, %v", apps, err)
	}
}

func TestArchivesThatAreNotTrusted(t *testing.T) {
	t.Parallel()
	many := make([]string, 0, 2*archiveFiles+2)
	for i := range archiveFiles + 1 {
		many = append(many, "f"+strings.Repeat("x", i%7)+string(rune('a'+i%26)), "")
	}
	tests := map[string]string{
		"no base64":      "%%%",
		"no archive":     base64.StdEncoding.EncodeToString([]byte("PK but not really")),
		"a path upwards": archiveOf(t, "../etc/passwd", "x"),
		"a path inside":  archiveOf(t, "a/../../b", "x"),
		"an absolute":    archiveOf(t, "/etc/passwd", "x"),
		"a backslash":    archiveOf(t, `..\evil`, "x"),
		"a huge file":    archiveOf(t, "bomb", strings.Repeat("0", archiveFileSize+1)),
		"many files":     archiveOf(t, many...),
	}
	for name, packed := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := componentsOf(&retrieveResult{Zip: packed}); !errors.Is(err, errArchive) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func FuzzUnpack(f *testing.F) {
	packed, err := base64.StdEncoding.DecodeString(archiveOf(f, "unpackaged/externalClientApps/Orders.eca", retrievedApp))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed)
	f.Fuzz(func(t *testing.T, packed []byte) {
		files, err := unpack(packed)
		if err == nil {
			for name := range files {
				if strings.HasPrefix(name, "/") || strings.Contains(name, "..") && strings.Contains(name, "../") {
					t.Errorf("unpacked %q", name)
				}
			}
		}
	})
}
