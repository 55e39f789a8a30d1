package salesforce

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	// defaultLimit is how many rows a list reads when nothing else is said.
	defaultLimit = 1000
	// highestLimit keeps a list from filling the state with a log.
	highestLimit = 50_000
)

// bounds are what every list takes and tells of its length.
type bounds struct {
	Limit    types.Int64 `tfsdk:"limit"`
	Complete types.Bool  `tfsdk:"complete"`
}

// limitAttribute is up to how much a list reads.
func limitAttribute(what string) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: "Up to how many " + what + " are read, 1 to 50,000. Default 1,000.", Optional: true,
		Validators: []validator.Int64{int64validator.Between(1, highestLimit)},
	}
}

func completeAttribute() schema.BoolAttribute {
	return toldFlag("Whether that is all: `false` when there are more than `limit`.")
}

// optionalFilter is a text that limits a list.
func optionalFilter(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description, Optional: true,
		Validators: append([]validator.String{stringvalidator.LengthAtLeast(1)}, validators...),
	}
}

// fromAttribute and toAttribute are the ends of a period.
func fromAttribute() schema.StringAttribute {
	return momentAttribute("Only from this moment on, such as `2027-01-31T00:00:00Z`; " +
		"`timeadd(plantimestamp(), \"-24h\")` is the last day. Default as far back as Salesforce keeps them.")
}

func toAttribute() schema.StringAttribute {
	return momentAttribute("Only before this moment. Default until now.")
}

func momentAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, CustomType: timetypes.RFC3339Type{}}
}

// limit is up to how much is read.
func (b *bounds) limit() int {
	if b.Limit.IsNull() {
		return defaultLimit
	}
	return int(b.Limit.ValueInt64())
}

// readUpTo reads rows until there are enough, and no page more, and notes whether
// these are all.
func readUpTo[T any](b *bounds, rows iter.Seq2[T, error]) ([]T, error) {
	b.Complete = types.BoolValue(true)
	read := []T{}
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		if len(read) == b.limit() {
			b.Complete = types.BoolValue(false)
			break
		}
		read = append(read, row)
	}
	return read, nil
}

// upTo is readUpTo for rows that are at hand.
func upTo[T any](b *bounds, rows []T) []T {
	b.Complete = types.BoolValue(len(rows) <= b.limit())
	return rows[:min(len(rows), b.limit())]
}

// holdsText tells whether one of the texts holds another one, whatever the case.
// A null text is in all.
func holdsText(text types.String, texts ...string) bool {
	return text.IsNull() || slices.ContainsFunc(texts, func(candidate string) bool {
		return strings.Contains(strings.ToLower(candidate), strings.ToLower(text.ValueString()))
	})
}

// sortByName sorts by names and, where these are the same, by ids.
func sortByName[T any](rows []T, of func(T) (name, id string)) {
	slices.SortFunc(rows, func(a, b T) int {
		nameA, idA := of(a)
		nameB, idB := of(b)
		return cmp.Or(cmp.Compare(nameA, nameB), cmp.Compare(idA, idB))
	})
}
