package salesforceapi

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"sync"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// budget stops calls before the organization's daily allocation of API requests
// is spent, so that what else calls the organization goes on. Every answer of
// the REST interface tells the use so far in the header Sforce-Limit-Info;
// between two such answers the client counts its own calls.
type budget struct {
	percent int // of the allocation that may be used; 0 is no limit

	mu               sync.Mutex
	used, allocation int
}

var apiUsage = regexp.MustCompile(`(?:^|[\s;,])api-usage=(\d{1,12})/(\d{1,12})\b`)

// spend counts one call, or refuses it.
func (b *budget) spend(method, path string) error {
	if b.percent == 0 {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.allocation > 0 && b.used*100 >= b.allocation*b.percent {
		return &transport.Error{
			Service: service, Method: method, Path: path, Kind: transport.Quota, Unsent: true,
			Code: "max_api_usage_percent",
			Message: fmt.Sprintf("%d of the organization's %d API requests of 24 hours are used, and the provider is configured "+
				"to stop at %d %%. Raise max_api_usage_percent, or run again when requests have become free", b.used, b.allocation, b.percent),
		}
	}
	b.used++
	return nil
}

// note takes the use of the allocation from an answer. Answers overtake each
// other, so a lower use within one allocation is an older one.
func (b *budget) note(header http.Header) {
	found := apiUsage.FindStringSubmatch(header.Get("Sforce-Limit-Info"))
	if b.percent == 0 || found == nil {
		return
	}
	used, _ := strconv.Atoi(found[1]) // the expression allows digits alone
	allocation, _ := strconv.Atoi(found[2])
	b.mu.Lock()
	defer b.mu.Unlock()
	if allocation != b.allocation || used > b.used {
		b.used, b.allocation = used, allocation
	}
}
