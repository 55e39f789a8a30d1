package simulator

import (
	"strings"
	"testing"
	"time"
)

// FuzzSOQL checks that any text is either refused or runs, and that what runs
// selects rows of the object and never more than there are.
func FuzzSOQL(f *testing.F) {
	for _, seed := range []string{
		"SELECT Id FROM User",
		"SELECT COUNT() FROM User WHERE IsActive = true",
		"SELECT Id, Profile.UserLicense.Name FROM User WHERE (LastName LIKE 'L\\_%' OR NOT IsActive != false) AND Id NOT IN ('x')",
		"SELECT Id FROM User WHERE CreatedDate >= 2026-01-01T00:00:00.000+0100 ORDER BY Name DESC NULLS LAST LIMIT 2 OFFSET 1",
		"SELECT Id FROM User WHERE Id IN (SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.Name = '\\u0041')",
		"SELECT Id FROM User WHERE LastName = 'O\\'Hara' OR LastName = null",
		"SELECT Id FROM User WHERE ((((",
	} {
		f.Add(seed)
	}
	actor := fuzzedActor(f)
	f.Fuzz(func(t *testing.T, text string) {
		query, refused := parseSOQL(text)
		if refused != nil {
			return
		}
		plan, refused := planSOQL(actor, query, false)
		if refused != nil {
			if refused.code == "" || refused.message == "" {
				t.Errorf("%q is refused without a reason", text)
			}
			return
		}
		rows := plan.run()
		if total := len(actor.org.table(plan.object.Name).Rows); len(rows) > total {
			t.Errorf("%q selects %d rows of %d", text, len(rows), total)
		}
		for _, row := range rows {
			if !strings.HasPrefix(row.text("Id"), plan.object.Prefix) {
				t.Errorf("%q selects %v", text, row)
			}
			plan.record(row, "v66.0")
		}
	})
}

// fuzzedActor is an administrator of a small organization.
func fuzzedActor(f *testing.F) salesforceActor {
	f.Helper()
	half, _, _ := strings.Cut(string(Acme()), "\nanypoint:")
	server := &Server{}
	if err := server.Seed([]byte(half + "\n")); err != nil {
		f.Fatal(err)
	}
	org := &server.state.Salesforce
	return salesforceActor{org: org, user: org.named("User", "Username", "terraform@acme.example"), now: time.Now()}
}

// FuzzSOAP checks that any text is either refused or an envelope that can be
// written and read again.
func FuzzSOAP(f *testing.F) {
	for _, seed := range []string{
		`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body xmlns="http://soap.sforce.com/2006/04/metadata"><readMetadata><type>ConnectedApp</type></readMetadata></e:Body></e:Envelope>`,
		`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Body xmlns="http://soap.sforce.com/2006/04/metadata"><createMetadata><metadata xsi:type="x:ConnectedApp"><a xsi:nil="1"/>&lt;</metadata></createMetadata></e:Body></e:Envelope>`,
		`<!DOCTYPE x><x/>`,
		`<a><b></a>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		message, fault := parseSOAP([]byte(text))
		if fault != nil {
			return
		}
		written := envelope(`xmlns="`+metadataNamespace+`" xmlns:xsi="`+schemaInstance+`"`, message.operation)
		again, fault := parseSOAP([]byte(written))
		if fault != nil {
			t.Fatalf("%q does not read: %v", written, fault.message)
		}
		if same := envelope(`xmlns="`+metadataNamespace+`" xmlns:xsi="`+schemaInstance+`"`, again.operation); same != written {
			t.Errorf("%q became %q", written, same)
		}
		for _, component := range message.operation.Children {
			checkComponent("ConnectedApp", component)
			tidied := settleConnectedApp(component)
			if twice := settleConnectedApp(tidied); xmlOf(twice) != xmlOf(tidied) {
				t.Errorf("settling is not stable: %s and %s", xmlOf(tidied), xmlOf(twice))
			}
		}
	})
}

func xmlOf(element *soapElement) string {
	var text strings.Builder
	element.write(&text)
	return text.String()
}

func TestIdsCarryAChecksumOfTheirCase(t *testing.T) {
	t.Parallel()
	for id, checksum := range map[string]string{
		"001D000000IqhSL": "IAZ", "0H4RM00000000Kr": "0AI", "0Af8D00000pNtEU": "SA0", "0YaB000002knVQL": "KA2",
	} {
		if got := salesforceChecksum(id); got != checksum {
			t.Errorf("%s has the checksum %s, want %s", id, got, checksum)
		}
		if canonical, right := canonicalID(id); !right || canonical != id+checksum {
			t.Errorf("%s is %s, %t", id, canonical, right)
		}
		if _, right := canonicalID(strings.ToUpper(id) + checksum); right {
			t.Errorf("%s is taken in upper case", id)
		}
	}
	for _, wrong := range []string{"", "001", "001D000000IqhSL!", "001D000000Iqh L", "001D000000IqhSLIA"} {
		if _, right := canonicalID(wrong); right {
			t.Errorf("%q is taken for an id", wrong)
		}
	}
	if one, two := salesforceID("0PS", 9), salesforceID("0PS", 10); one >= two {
		t.Errorf("%s does not come before %s", one, two)
	}
}
