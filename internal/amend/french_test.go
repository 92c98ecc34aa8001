package amend_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"nonpaper/internal/amend"
	"nonpaper/internal/words"
)

const shared = "../../../shared/data"

// TestFrenchArticles applies the adopted amendments to fifteen articles. Each
// gives the adopted article, or it is said why not: which amendment cannot be
// carried out, or that the adopted article differs in what no amendment says.
func TestFrenchArticles(t *testing.T) {
	src, err := os.ReadFile(shared + "/application-fr-sample.jsonl")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the real input (../shared/data beside the project) is missing")
		}
		t.Skip("the real input (../shared/data beside the project) is not here; nothing was measured")
	}
	var exact, carried, amendments, rows, whole int
	sc := bufio.NewScanner(bytes.NewReader(src))
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var r struct {
			ID, Before, After string
			Amendments        []struct{ ID, Text string } `json:"adopted_amendments"`
		}
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		rows++
		texts := make([]string, len(r.Amendments))
		for i, a := range r.Amendments {
			texts[i] = a.Text
		}
		got := amend.Article(words.Normalise(r.Before), texts)
		all := true
		for i, why := range got.Refused {
			amendments++
			if why == nil {
				carried++
				continue
			}
			all = false
			t.Logf("%s: %s is not carried out: %v", r.ID, r.Amendments[i].ID, why)
		}
		rest := amend.Unexplained(got.Text, words.Normalise(r.After))
		switch {
		case len(rest) == 0:
			exact++
			t.Logf("%s: exact", r.ID)
		case all:
			whole++
			fallthrough
		default:
			for _, d := range rest {
				t.Logf("%s: no amendment carried out makes “%s” to “%s”", r.ID, d.Old, d.New)
			}
		}
	}
	t.Logf("%d of %d amendments carried out; %d of %d articles exact, %d more with all amendments carried out and differences that no amendment makes", carried, amendments, exact, rows, whole)
	if exact < 2 || carried < 34 {
		t.Errorf("%d articles exact and %d amendments carried out; it was 2 and 34", exact, carried)
	}
}
