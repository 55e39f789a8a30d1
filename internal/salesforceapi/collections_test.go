package salesforceapi

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// createdRows answers a creation with one success per row.
func createdRows(w http.ResponseWriter, r *http.Request) {
	var sent collectionBody
	_ = json.NewDecoder(r.Body).Decode(&sent)
	results := make([]string, len(sent.Records))
	for i := range results {
		results[i] = fmt.Sprintf(`{"id":"0J000000000%04d","success":true,"errors":[]}`, i)
	}
	answer(w, 200, "["+strings.Join(results, ",")+"]")
}

func TestCreationSendsOneTypeAndKeepsWhatSucceeds(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.on("POST "+restRoot+"/composite/sobjects", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		const want = `{"allOrNone":false,"records":[{"ParentId":"0PS000000000001AAA","SetupEntityId":"0H4000000000001AAA",` +
			`"attributes":{"type":"SetupEntityAccess"}}]}`
		if string(body) != want {
			t.Errorf("sent %s\nwant %s", body, want)
		}
		answer(w, 200, `[{"id":"0J0000000000001","success":true,"errors":[]}]`)
	})
	row, err := testClient(t, testConfig(org)).SetupEntityAccess.Create(t.Context(), "0H4000000000001AAA", "0PS000000000001AAA")
	if err != nil || row.ID != "0J0000000000001CAA" {
		t.Errorf("got %v, %v", row, err)
	}
}

func TestOnlyLockedRowsAreSentAgain(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	sizes := make(chan int, 2)
	counting := func(results string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			var sent collectionBody
			_ = json.NewDecoder(r.Body).Decode(&sent)
			sizes <- len(sent.Records)
			answer(w, 200, results)
		}
	}
	const locked = `{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access","fields":[]}]}`
	const taken = `{"success":false,"errors":[{"statusCode":"DUPLICATE_VALUE","message":"duplicate value found","fields":[]}]}`
	org.inTurn("POST "+restRoot+"/composite/sobjects",
		counting(`[`+locked+`,{"id":"0J0000000000001","success":true,"errors":[]},`+taken+`]`),
		counting(`[{"id":"0J0000000000002","success":true,"errors":[]}]`))
	client := testClient(t, testConfig(org))
	outcomes := client.rows.creates.Run(t.Context(), objectSetupEntityAccess, []fields{{"ParentId": "a"}, {"ParentId": "b"}, {"ParentId": "c"}})
	if outcomes[0].Value != "0J0000000000002CAA" || outcomes[1].Value != "0J0000000000001CAA" {
		t.Errorf("got %v", outcomes)
	}
	wantKind(t, outcomes[2].Err, transport.Conflict)
	if first, second := <-sizes, <-sizes; first != 3 || second != 1 {
		t.Errorf("sent %d rows and then %d, want 3 and 1", first, second)
	}
}

func TestLostCreationIsLookedUp(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]http.HandlerFunc{
		"hung up":          hangUp,
		"a gateway's page": answering(502, "<html>Bad Gateway</html>"),
		"not JSON":         answering(200, "<html>hello</html>"),
		"too few results":  answering(200, `[{"id":"0J0000000000001","success":true,"errors":[]}]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := newFakeOrg(t)
			org.on("POST "+restRoot+"/composite/sobjects", lost)
			org.on("GET "+restRoot+"/query", func(w http.ResponseWriter, r *http.Request) {
				const want = "SELECT Id, ParentId, SetupEntityId FROM SetupEntityAccess " +
					"WHERE ParentId IN ('0PS000000000001AAA','0PS000000000002AAA') AND SetupEntityId IN ('0H4000000000001AAA')"
				if got := r.URL.Query().Get("q"); got != want {
					t.Errorf("asked %s", got)
				}
				answer(w, 200, `{"done":true,"records":[{"Id":"0J0000000000009","ParentId":"0PS000000000002AAA","SetupEntityId":"0H4000000000001AAA"}]}`)
			})
			client := testClient(t, testConfig(org))
			outcomes := client.rows.creates.Run(t.Context(), objectSetupEntityAccess, []fields{
				{"ParentId": ID("0PS000000000001AAA"), "SetupEntityId": ID("0H4000000000001AAA")},
				{"ParentId": ID("0PS000000000002AAA"), "SetupEntityId": ID("0H4000000000001AAA")},
			})
			wantKind(t, outcomes[0].Err, transport.NoAnswer)
			if outcomes[1].Err != nil || outcomes[1].Value != "0J0000000000009CAA" {
				t.Errorf("got %v", outcomes[1])
			}
			if got := org.count("POST " + restRoot); got != 1 {
				t.Errorf("sent %d times, want once", got)
			}
		})
	}
}

func TestDeletions(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.on("DELETE "+restRoot+"/composite/sobjects", func(w http.ResponseWriter, r *http.Request) {
		if got := r.URL.RawQuery; got != "allOrNone=false&ids=0J0000000000001CAA%2C0J0000000000002CAA" {
			t.Errorf("asked %s", got)
		}
		answer(w, 200, `[{"id":"0J0000000000001","success":true,"errors":[]},`+
			`{"success":false,"errors":[{"statusCode":"INVALID_CROSS_REFERENCE_KEY","message":"invalid cross reference id","fields":[]}]}]`)
	})
	outcomes := testClient(t, testConfig(org)).rows.deletes.Run(t.Context(), objectAssignment,
		[]ID{"0J0000000000001CAA", "0J0000000000002CAA"})
	if outcomes[0].Err != nil {
		t.Error(outcomes[0].Err)
	}
	wantKind(t, outcomes[1].Err, transport.NotFound)
}

func TestTwoHundredCreatesTakeFewCalls(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.on("POST "+restRoot+"/composite/sobjects", createdRows)
	client := testClient(t, testConfig(org))
	inParallel(t, 10, func() error {
		for i := range 20 {
			if _, err := client.SetupEntityAccess.Create(t.Context(), "0H4000000000001AAA", ID(fmt.Sprintf("0PS%d", i))); err != nil {
				return err
			}
		}
		return nil
	})
	if got := org.count("POST " + restRoot); got > 25 {
		t.Errorf("200 creates took %d calls", got)
	}
}
