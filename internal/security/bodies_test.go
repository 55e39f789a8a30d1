package security_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const hostileBodies = "answers that are endless, packed, nested or slow"

// mostMemory is what a provider may take for one hostile answer, whose largest
// part it reads: the garbage of growing buffers included.
const mostMemory = 1 << 30

// endless writes without an end, until the client has had enough.
func endless(w io.Writer, text string) {
	block := []byte(strings.Repeat(text, 1+(64<<10)/len(text)))
	for {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

// hostileAnswers are what a platform might send to break its client.
var hostileAnswers = map[string]http.HandlerFunc{
	"an endless success": func(w http.ResponseWriter, _ *http.Request) { endless(w, "[") },
	"an endless refusal": func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		endless(w, `{"message":"x"},`)
	},
	"a gzip bomb": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		endless(packed, "                ")
	},
	"a gzip bomb in a refusal": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(http.StatusForbidden)
		endless(gzip.NewWriter(w), "[0,")
	},
	"deep JSON":            simulator.Status(200, strings.Repeat(`{"records":[`, 100_000)),
	"deep JSON in refusal": simulator.Status(400, strings.Repeat(`{"message":[`, 70_000)),
	"deep XML":             simulator.Status(200, "<?xml version=\"1.0\"?>"+strings.Repeat("<a>", 200_000)),
	"an entity bomb": simulator.Status(200, `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">`+
		`<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">`+
		`<soapenv:Body><r><result>&d;&d;&d;&d;&d;&d;</result></r></soapenv:Body></soapenv:Envelope>`),
	"an entity of a file": simulator.Status(500, `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]>`+
		`<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode>x</faultcode><faultstring>&f;</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`),
	"numbers without an end": simulator.Status(200, `{"records":[],"done":true,"totalSize":`+strings.Repeat("9", 1<<20)+`}`),
	"an answer that never goes on": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte("{"))
		_ = http.NewResponseController(w).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(time.Minute):
		}
	},
}

// TestSecurityHostileAnswersAreRefusedInBounds does not run beside others, whose
// memory it would measure.
func TestSecurityHostileAnswersAreRefusedInBounds(t *testing.T) { //nolint:paralleltest // it measures memory
	for name, answer := range hostileAnswers {
		for _, pattern := range []string{"oauth2/token", "/services/data", "/services/Soap", "/api/v"} {
			platform := acctest.StartWith(t, simulator.Acme(), httptest.NewServer)
			platform.Inject(simulator.Fault{Pattern: pattern, Answer: answer})
			config := platform.Configuration()
			var failed int
			most := peak(t, func() {
				for _, err := range touchWithin(t, config, "3s") {
					if err != nil {
						failed++
						security.MustNotHold(t, hostileBodies, "the error of "+name, err.Error(), []string{"root:x:0:0:root:/root"})
					}
				}
			})
			security.Tried(t, hostileBodies, 1)
			if failed == 0 {
				security.Violated(t, hostileBodies, "%s to %s is taken", name, pattern)
			}
			if most > mostMemory {
				security.Violated(t, hostileBodies, "%s to %s takes %d MiB", name, pattern, most>>20)
			}
			if !security.Long() {
				break
			}
		}
	}
}

// peak is the most memory of the heap while something runs.
func peak(t *testing.T, during func()) uint64 {
	t.Helper()
	runtime.GC()
	var most atomic.Uint64
	done := make(chan struct{})
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most.Store(max(most.Load(), now.HeapAlloc))
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	during()
	close(done)
	<-finished
	return most.Load()
}
