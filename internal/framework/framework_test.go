package framework_test

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

func TestParseIPRange(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"192.0.2.1":         "192.0.2.1/32",
		"192.0.2.0/24":      "192.0.2.0/24",
		"192.168.3.1/30":    "192.168.3.0/30",
		"192.168":           "192.168.0.0/16",
		"192.168.2":         "192.168.2.0/24",
		"10":                "10.0.0.0/8",
		"0.0.0.0/0":         "0.0.0.0/0",
		"2001:db8::1":       "2001:db8::1/128",
		"2001:db8::/32":     "2001:db8::/32",
		"":                  "",
		"not-an-ip":         "",
		"999.1.1.1":         "",
		"192.0.2.1/33":      "",
		"192.0.2.":          "",
		"192.168.2.0.1":     "",
		"10.0.0.1-10.0.0.9": "",
		"fe80::1%eth0":      "",
		"256":               "",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := framework.ParseIPRange(text)
			switch {
			case want == "" && err == nil:
				t.Errorf("accepted as %s", got.Prefix())
			case want != "" && err != nil:
				t.Errorf("refused: %v", err)
			case want != "" && got.Prefix().String() != want:
				t.Errorf("read as %s, want %s", got.Prefix(), want)
			}
		})
	}
}

func FuzzParseIPRange(f *testing.F) {
	f.Add("192.168.3.1/30")
	f.Add("2001:db8::/32")
	f.Add("10")
	f.Add(" 192.0.2.1")
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := framework.ParseIPRange(text)
		if err != nil {
			return
		}
		again, err := framework.ParseIPRange(parsed.Prefix().String())
		if err != nil || again != parsed {
			t.Errorf("%q is %s, which reads as %s, %v", text, parsed.Prefix(), again.Prefix(), err)
		}
	})
}
