package salesforce

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// trimmed accepts texts that the platform does not trim: it would give them back
// without the blanks around them.
type trimmed struct{}

// Description implements [validator.Describer].
func (trimmed) Description(context.Context) string { return "must not begin or end with blanks" }

// MarkdownDescription implements [validator.Describer].
func (v trimmed) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (trimmed) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if value := req.ConfigValue.ValueString(); strings.TrimSpace(value) != value {
		resp.Diagnostics.AddAttributeError(req.Path, "Blanks around a text", fmt.Sprintf(
			"%q begins or ends with blanks, which Salesforce cuts off. Leave them out, or use trimspace().", value))
	}
}

var ownScheme = regexp.MustCompile(`^[a-z][a-z0-9+.-]*$`)

// callbackURL accepts where an authorization code may be sent.
type callbackURL struct{}

// Description implements [validator.Describer].
func (callbackURL) Description(context.Context) string {
	return "must be an https URL, http://localhost, or a URL of an app's own scheme"
}

// MarkdownDescription implements [validator.Describer].
func (v callbackURL) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (callbackURL) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if problem := wrongCallback(req.ConfigValue.ValueString()); problem != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Wrong callback URL", fmt.Sprintf(
			"%q %s. Salesforce takes https URLs, http://localhost, and URLs of an app's own scheme such as myapp://done.",
			req.ConfigValue.ValueString(), problem))
	}
}

// wrongCallback tells what is wrong with a callback URL, or nothing.
func wrongCallback(text string) string {
	parsed, err := url.Parse(text)
	switch {
	case strings.ContainsAny(text, " \t\r\n"):
		return "holds blanks; give each URL as an element of its own"
	case err != nil || !ownScheme.MatchString(parsed.Scheme):
		return "is not a URL with a scheme"
	case parsed.Scheme == "http" && parsed.Hostname() != "localhost":
		return "would send authorization codes over a connection that anybody can listen to"
	case parsed.Scheme == "https" && parsed.Host == "":
		return "has no host"
	case parsed.Scheme == "javascript", parsed.Scheme == "data", parsed.Scheme == "file":
		return "is not of an app's own scheme"
	}
	return ""
}

// pemCertificate accepts an X.509 certificate in PEM.
type pemCertificate struct{}

// Description implements [validator.Describer].
func (pemCertificate) Description(context.Context) string { return "must be a certificate in PEM" }

// MarkdownDescription implements [validator.Describer].
func (v pemCertificate) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (pemCertificate) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	block, _ := pem.Decode([]byte(req.ConfigValue.ValueString()))
	switch {
	case block == nil:
		resp.Diagnostics.AddAttributeError(req.Path, "Not a certificate", "It must be in PEM: -----BEGIN CERTIFICATE----- and so on. "+
			"Use file() to read one from a file.")
	case block.Type != "CERTIFICATE":
		// The block may be a private key: its content must not reach the message.
		resp.Diagnostics.AddAttributeError(req.Path, "Not a certificate", fmt.Sprintf(
			"The PEM document is a %s. Salesforce takes the certificate alone, never the private key.", block.Type))
	default:
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			resp.Diagnostics.AddAttributeError(req.Path, "Not a certificate", "The PEM document cannot be read: "+err.Error()+".")
		}
	}
}

// sameCertificate compares what PEM documents hold, not how they are broken into
// lines.
func sameCertificate(one, other string) bool {
	first, _ := pem.Decode([]byte(one))
	second, _ := pem.Decode([]byte(other))
	if first == nil || second == nil {
		return strings.TrimSpace(one) == strings.TrimSpace(other)
	}
	return first.Type == second.Type && bytes.Equal(first.Bytes, second.Bytes)
}

// sameUsername compares usernames, which have no case.
func sameUsername(one, other string) bool { return strings.EqualFold(one, other) }
