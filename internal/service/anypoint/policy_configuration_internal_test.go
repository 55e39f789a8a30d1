package anypoint

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestMergeJSON(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ base, over, want string }{
		{`{"a":1}`, ``, `{"a":1}`},
		{`{"a":1}`, `{"b":2}`, `{"a":1,"b":2}`},
		{`{"a":{"b":1}}`, `{"a":{"c":2}}`, `{"a":{"b":1,"c":2}}`},
		{`{"a":[1]}`, `{"a":[2]}`, `{"a":[2]}`},
	} {
		if got := string(mergeJSON(json.RawMessage(test.base), json.RawMessage(test.over))); got != test.want {
			t.Errorf("%s with %s is %s, want %s", test.base, test.over, got, test.want)
		}
	}
}

func TestOverlap(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ one, other, want string }{
		{`{"a":1}`, `{"b":1}`, ""},
		{`{"a":1,"b":2}`, `{"b":1}`, "b"},
		{`{"a":{"b":1}}`, `{"a":{"c":1}}`, ""},
		{`{"a":{"b":1}}`, `{"a":{"b":{}}}`, "a.b"},
		{`{"a":{"b":1}}`, `{"a":1}`, "a"},
	} {
		got := strings.Join(overlap(decodeJSON(json.RawMessage(test.one)), decodeJSON(json.RawMessage(test.other))), ",")
		if got != test.want {
			t.Errorf("%s and %s both hold %q, want %q", test.one, test.other, got, test.want)
		}
	}
}

func TestUnkept(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ sent, back, missing, other string }{
		{`{"a":1}`, `{"a":1,"added":2}`, "", ""},
		{`{"a":{"b":1}}`, `{"a":{"b":1,"added":2}}`, "", ""},
		{`{"a":[{"b":1}]}`, `{"a":[{"b":1,"added":2}]}`, "", ""},
		{`{"a":1,"b":2}`, `{"b":3}`, "a", "b"},
		{`{"a":{"b":1,"c":1}}`, `{"a":{"b":2}}`, "a.c", "a.b"},
		{`{"a":[1,2]}`, `{"a":[2,1]}`, "", "a"},
		{`{"a":[{"b":1}]}`, `{"a":[{}]}`, "", "a"},
	} {
		missing, other := unkept(decodeJSON(json.RawMessage(test.sent)), decodeJSON(json.RawMessage(test.back)))
		if strings.Join(missing, ",") != test.missing || strings.Join(other, ",") != test.other {
			t.Errorf("%s read back as %s misses %v and changed %v", test.sent, test.back, missing, other)
		}
	}
}

func TestMemoryTellsDriftFromWhatThePlatformDoesByItself(t *testing.T) {
	t.Parallel()
	const written, secrets, back = `{"a":1,"hidden":"x"}`, `{"password":"p"}`, `{"a":1,"default":true}`
	known := remember(json.RawMessage(back), json.RawMessage(secrets))
	for now, want := range map[string]string{
		back:                                    written,
		`{"default":true,"a":1}`:                written,
		`{"a":1,"default":true,"password":"p"}`: written,
		`{"a":2,"default":true}`:                `{"a":2,"hidden":"x"}`,
		`{"a":1,"default":false}`:               `{"a":1,"default":false,"hidden":"x"}`,
		`{"default":true}`:                      `{"hidden":"x"}`,
		`{"a":1}`:                               `{"a":1,"hidden":"x"}`,
		`{"a":1,"default":true,"b":3}`:          `{"a":1,"b":3,"hidden":"x"}`,
		`{"a":1,"default":true,"hidden":"y"}`:   `{"a":1,"hidden":"y"}`,
		`[1]`:                                   `[1]`,
	} {
		if got := known.seen(json.RawMessage(written), json.RawMessage(now)); !sameJSON(got, json.RawMessage(want)) {
			t.Errorf("%s shows as %s, want %s", now, got, want)
		}
	}
	if got := (memory{}).seen(nil, json.RawMessage(back)); string(got) != back {
		t.Errorf("an import shows %s", got)
	}
	list := remember(json.RawMessage(`[{"a":1,"added":2}]`), nil)
	if got := list.seen(json.RawMessage(`[{"a":1}]`), json.RawMessage(`[{"a":1,"added":2}]`)); string(got) != `[{"a":1}]` {
		t.Errorf("a list shows as %s", got)
	}
}

func FuzzMemory(f *testing.F) {
	f.Add(`{"a":1}`, `{"a":1,"b":2}`, `{"p":"x"}`)
	f.Add(`{"a":{"b":1}}`, `{}`, `{"a":{"c":1}}`)
	f.Fuzz(func(t *testing.T, written, back, secrets string) {
		for _, document := range []string{written, back, secrets} {
			if !json.Valid([]byte(document)) {
				return
			}
		}
		known := remember(json.RawMessage(back), json.RawMessage(secrets))
		if got := known.seen(json.RawMessage(written), json.RawMessage(back)); len(known.Back) > 0 && string(got) != written {
			t.Errorf("%s, read back as %s without %s, shows as %s", written, back, secrets, got)
		}
		shape, _ := shapeOf(decodeJSON(json.RawMessage(secrets))).(map[string]any)
		kept, _ := decodeJSON(known.Back).(map[string]any)
		for key, inner := range shape {
			if _, isShape := inner.(map[string]any); isShape {
				continue
			}
			if _, remembered := kept[key]; remembered {
				t.Errorf("%s is remembered of %s", key, back)
			}
		}
		if !reflect.DeepEqual(without(decodeJSON(known.Back), known.WriteOnly), decodeJSON(known.Back)) {
			t.Errorf("%s keeps more than it should", known.Back)
		}
	})
}
