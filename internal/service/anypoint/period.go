package anypoint

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// periodUnits are the units of a rate limit, the longest first. API Manager
// counts months of 30 and years of 365 days.
var periodUnits = []struct {
	name         string
	milliseconds int64
}{
	{"year", 31_536_000_000},
	{"month", 2_592_000_000},
	{"week", 604_800_000},
	{"day", 86_400_000},
	{"hour", 3_600_000},
	{"minute", 60_000},
	{"second", 1_000},
	{"millisecond", 1},
}

// parsePeriod reads a period such as "1 minute" or "15 minutes" as milliseconds.
func parsePeriod(text string) (int64, error) {
	count, unit, _ := strings.Cut(text, " ")
	number, err := strconv.ParseInt(count, 10, 64)
	if err != nil || number < 1 || count[0] == '+' {
		return 0, fmt.Errorf("%q is no period such as \"1 minute\" or \"15 minutes\"", text)
	}
	for _, known := range periodUnits {
		if unit != known.name && unit != known.name+"s" {
			continue
		}
		if number > math.MaxInt64/known.milliseconds {
			return 0, fmt.Errorf("%q is longer than any period may be", text)
		}
		return number * known.milliseconds, nil
	}
	return 0, fmt.Errorf("%q is no period: its unit is one of millisecond, second, minute, hour, day, week, month, year", text)
}

// formatPeriod writes milliseconds in the longest unit that divides them.
func formatPeriod(milliseconds int64) string {
	for _, unit := range periodUnits {
		switch count := milliseconds / unit.milliseconds; {
		case milliseconds%unit.milliseconds != 0:
		case count == 1:
			return "1 " + unit.name
		default:
			return fmt.Sprintf("%d %ss", count, unit.name)
		}
	}
	return fmt.Sprintf("%d milliseconds", milliseconds)
}

// aPeriod accepts what parsePeriod reads.
type aPeriod struct{}

// Description implements [validator.String].
func (aPeriod) Description(context.Context) string { return "must be a period such as 1 minute" }

// MarkdownDescription implements [validator.String].
func (v aPeriod) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (aPeriod) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := parsePeriod(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Wrong period", err.Error()+".")
	}
}
