package carry

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nonpaper/internal/collate"
	"nonpaper/internal/words"
)

const shared = "../../../shared/data"

// provision is a provision with real amendments by many authors, and what it read in
// the end.
type provision struct {
	ID       string
	Base     *string
	Outcome  *string
	Versions []struct{ Text string }
}

// provisions skips where the real input is not there, as in a public clone; in CI it
// has to be.
func provisions(t testing.TB) (out []provision) {
	t.Helper()
	file, err := os.Open(filepath.Join(shared, "amendments.jsonl"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the real input (../shared/data beside the project) is missing")
		}
		t.Skip("the real input (../shared/data beside the project) is not here; nothing was measured")
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var p provision
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if p.Base != nil && *p.Base != "" {
			out = append(out, p)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// outcome is what became of proposals.
type outcome struct {
	met, carried, asked int
	why                 map[Why]int
}

func (o *outcome) take(t *testing.T, base, party, now string) {
	hold(t, base, party, now)
	m := Merge(base, party, now)
	switch {
	case !m.Carried():
		o.asked++
		if o.why == nil {
			o.why = map[Why]int{}
		}
		o.why[m.Places[0].Why]++
		return
	case m.Met:
		o.met++
	default:
		o.carried++
	}
	// it stands in the new text again: compiled with that and projected, it reads so
	var b strings.Builder
	along(&b, collate.Texts([]string{words.Normalise(now), m.Wording}, collate.Word))
	if words.Normalise(b.String()) != m.Wording {
		t.Errorf("projected, it reads %q, want %q", b.String(), m.Wording)
	}
}

// along writes the second of two collated texts.
func along(b *strings.Builder, pieces []collate.Piece) {
	for _, p := range pieces {
		b.WriteString(p.Words)
		for _, v := range p.Variants {
			if slices.Contains(v.Texts, 1) {
				along(b, v.Pieces)
			}
		}
	}
}

func (o *outcome) share() float64 {
	return float64(o.met+o.carried) / float64(o.met+o.carried+o.asked)
}

func (o *outcome) report(t *testing.T, what string, least float64) {
	t.Helper()
	t.Logf("%s: %d carried over, %d met, %d asked about: %.3f without a person; the first reasons: %v", what, o.carried, o.met, o.asked, o.share(), o.why)
	if o.share() < least {
		t.Errorf("%s: a share of %.3f was carried over or met, want %.3f at least", what, o.share(), least)
	}
}

// Real amendments, pending when the provision moves: to what was adopted in the end,
// which recast most provisions, and to what one other author wanted of it, which is
// how a working text moves. No word is lost: hold looks at each.
func TestAmendments(t *testing.T) {
	var adopted, other outcome
	rows := 0
	for _, p := range provisions(t) {
		if p.Outcome != nil && *p.Outcome != "" {
			rows++
			for _, v := range p.Versions {
				adopted.take(t, *p.Base, v.Text, *p.Outcome)
			}
		}
		for i, v := range p.Versions {
			if i > 0 && words.Normalise(v.Text) != words.Normalise(p.Versions[i-1].Text) {
				other.take(t, *p.Base, v.Text, p.Versions[i-1].Text)
			}
		}
	}
	if rows == 0 {
		t.Fatal("no row has an outcome")
	}
	t.Logf("%d rows with a base and an outcome", rows)
	adopted.report(t, "onto what was adopted", 0.025)
	other.report(t, "onto another author's wording", 0.23)
}

func BenchmarkMerge(b *testing.B) {
	list := provisions(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		p := list[n%len(list)]
		n++
		Merge(*p.Base, p.Versions[0].Text, p.Versions[len(p.Versions)-1].Text)
	}
}
