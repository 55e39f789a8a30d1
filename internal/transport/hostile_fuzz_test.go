package transport

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// FuzzAskedWait checks that no header of a platform makes the client wait longer
// than it is willing to, or not at all.
func FuzzAskedWait(f *testing.F) {
	f.Add("7", "", "")
	f.Add("9223372036854775807", "0", "9223372036854775807")
	f.Add("9223372037", "0", "-1")
	f.Add("Fri, 02 Jan 9999 03:04:15 GMT", "0", "253402300799")
	f.Fuzz(func(t *testing.T, after, remaining, reset string) {
		header := http.Header{"Retry-After": {after}, "X-Ratelimit-Remaining": {remaining}, "X-Ratelimit-Reset": {reset}}
		if wait := backoff(minimumWait, maximumWait, 0, &http.Response{Header: header}); wait < 0 || wait > longestAskedWait {
			t.Errorf("%v makes the client wait %s", header, wait)
		}
		if asked, ok := askedWait(header, time.Now()); ok && asked < 0 {
			t.Errorf("%v asks for a wait of %s", header, asked)
		}
	})
}

// FuzzCheckURL checks that no spelling of an address gets a secret sent in clear
// to another machine.
func FuzzCheckURL(f *testing.F) {
	for _, seed := range []string{
		"https://acme.my.salesforce.com", "http://127.0.0.1", "http://localhost.evil.example", "http://127.0.0.1@evil.example",
		"HTTP://evil.example", "http://[::ffff:127.0.0.1]", "http://0x7f.1", "http://127.0.0.1.evil.example:80", "http:evil.example",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		target, err := url.Parse(text)
		if err != nil || CheckURL(target) != nil {
			return
		}
		if target.User != nil || target.Host == "" {
			t.Errorf("%q is taken", text)
		}
		if target.Scheme != "https" && !IsLoopback(target.Hostname()) {
			t.Errorf("%q would be asked in clear at %s", text, target.Host)
		}
	})
}
