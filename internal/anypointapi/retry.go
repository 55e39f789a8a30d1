package anypointapi

import (
	"net/http"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// retryPolicy tells which attempts are worth repeating. basePath is the path of
// the base URL.
//
//   - 429 refuses a request before it has an effect.
//   - Access Management says 503 "at capacity" for the same reason, and 409 when
//     two changes under one parent meet. Elsewhere 409 means that the object
//     exists, and repeating the request would not change that.
//   - Any other 5xx, and no answer at all, may hide an effect.
func retryPolicy(basePath string) func(transport.Attempt) bool {
	accounts := basePath + "/accounts/"
	return func(attempt transport.Attempt) bool {
		if attempt.Unsent {
			return true
		}
		if !attempt.Answered() {
			return attempt.Safe
		}
		accessManagement := strings.HasPrefix(attempt.Path, accounts)
		switch attempt.Status {
		case http.StatusTooManyRequests:
			return true
		case http.StatusServiceUnavailable:
			return attempt.Safe || accessManagement
		case http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
			return attempt.Safe
		case http.StatusConflict:
			return accessManagement && attempt.Method != http.MethodGet
		}
		return false
	}
}
