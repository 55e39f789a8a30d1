package provider_test

import (
	"maps"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
)

// FuzzImportIDs checks that an import id of any resource, whatever it is, breaks
// nothing, and makes no request that the platform cannot make sense of.
func FuzzImportIDs(f *testing.F) {
	for i, id := range []string{
		"a", "a,b,c", ",", "Warehouse_Sync,user:mei.chen@acme.example,Reporting_Tools", "permission_set:Reporting_Tools,x'", "0H45g0000000001",
		"../../x,y", "orders-api,user,sarah.lee", "x') OR (Name LIKE '%", "<x/>,&lol;", "%2e%2e", "\u2028", "19215012,..",
	} {
		f.Add(uint8(i*3), id)
	}
	platform, watch := watched(f)
	types := slices.Sorted(maps.Keys(platform.Protocol(f).Schema.ResourceSchemas))
	for i := range types {
		f.Add(uint8(i), "") // as an identity without values
	}
	f.Fuzz(func(t *testing.T, which uint8, id string) {
		if !utf8.ValidString(id) {
			return // engines hand over no other texts
		}
		typeName := types[int(which)%len(types)]
		watch.Forget()
		_, _ = platform.Protocol(t).ImportID(t, typeName, id) // what finds nothing is refused by the engine
		for _, request := range watch.Malformed() {
			t.Errorf("%s: %q: %s", typeName, id, request)
		}
	})
}

// FuzzHostileTexts puts any text into any place of any resource.
func FuzzHostileTexts(f *testing.F) {
	for i, text := range security.Hostile() {
		if i%4 == 0 {
			f.Add(uint8(i*7), uint8(i), text)
		}
	}
	schemas := acctest.Start(f).Protocol(f).Schema.ResourceSchemas
	types := slices.Sorted(maps.Keys(samples))
	f.Fuzz(func(t *testing.T, which, where uint8, text string) {
		if !utf8.ValidString(text) {
			return
		}
		typeName := types[int(which)%len(types)]
		sample := samples[typeName]
		places := security.Places(schemas[typeName], sample.config)
		if len(places) == 0 {
			return
		}
		platform, watch := watched(t)
		a := &attempt{typeName: typeName, sample: sample, place: places[int(where)%len(places)], platform: platform, watch: watch}
		under := platform.Protocol(t)
		if sample.prepare != nil {
			sample.prepare(t, platform, under)
		}
		state, err := under.Apply(t, under.Null(t, typeName), a.place.With(text))
		if err == nil {
			a.mustStay(t, state, text)
		}
		for _, request := range watch.Malformed() {
			t.Errorf("%s %s: %q: %s", typeName, a.place.Path, text, request)
		}
	})
}
