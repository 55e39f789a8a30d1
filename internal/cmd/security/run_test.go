package main

import (
	"strings"
	"testing"
)

func TestTheTableAddsUpTheLedger(t *testing.T) {
	t.Parallel()
	got, err := tableOf(strings.NewReader(`{"what":"b","tried":2,"violations":0}
{"what":"a","tried":3,"violations":1}
{"what":"b","tried":4,"violations":0}
`))
	if err != nil {
		t.Fatal(err)
	}
	const want = `| what was tried | how often | violations |
|---|--:|--:|
| a | 3 | 1 |
| b | 6 | 0 |
| **all** | **9** | **1** |
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := tableOf(strings.NewReader("half a l")); err == nil {
		t.Error("a ledger that does not read is taken")
	}
}

func TestFuzzTargetsAreFoundAndTheirRunsCounted(t *testing.T) {
	t.Parallel()
	if got := executions("fuzz: elapsed: 3s, execs: 12 (4/sec)\nfuzz: elapsed: 6s, execs: 345 (57/sec)\nok"); got != 345 {
		t.Errorf("%d executions", got)
	}
	if got := executions("fuzz: elapsed: 2s, gathering baseline coverage: 94/213 completed\nPASS"); got != 94 {
		t.Errorf("%d executions of a corpus", got)
	}
	if got := executions("FAIL"); got != 0 {
		t.Errorf("%d executions of nothing", got)
	}
}
