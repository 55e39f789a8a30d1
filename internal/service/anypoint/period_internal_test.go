package anypoint

import "testing"

func TestPeriods(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		milliseconds int64
		canonical    string
	}{
		"1 second":         {1_000, "1 second"},
		"60 seconds":       {60_000, "1 minute"},
		"15 minutes":       {900_000, "15 minutes"},
		"24 hours":         {86_400_000, "1 day"},
		"30 days":          {2_592_000_000, "1 month"},
		"1 year":           {31_536_000_000, "1 year"},
		"1500 millisecond": {1_500, "1500 milliseconds"},
	} {
		got, err := parsePeriod(text)
		if err != nil || got != want.milliseconds || formatPeriod(got) != want.canonical {
			t.Errorf("%q = %d, %v, written %q; want %+v", text, got, err, formatPeriod(got), want)
		}
	}
	for _, text := range []string{"", "minute", "0 minutes", "-1 minute", "+1 minute", "1  minute", "1 fortnight", "1 minute ", "9999999999 years"} {
		if got, err := parsePeriod(text); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

func FuzzParsePeriod(f *testing.F) {
	f.Add("15 minutes")
	f.Add("1 fortnight")
	f.Fuzz(func(t *testing.T, text string) {
		milliseconds, err := parsePeriod(text)
		if err != nil {
			return
		}
		again, err := parsePeriod(formatPeriod(milliseconds))
		if err != nil || again != milliseconds {
			t.Errorf("%q is %d, written %q, read as %d, %v", text, milliseconds, formatPeriod(milliseconds), again, err)
		}
	})
}
