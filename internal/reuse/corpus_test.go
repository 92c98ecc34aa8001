package reuse_test

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nonpaper/internal/collate"
	"nonpaper/internal/compare"
	"nonpaper/internal/words"
)

// shared is where the real input lies, beside the project's folder.
const shared = "../../../shared/data"

// provision is a text and what authors wanted in its place.
type provision struct {
	ID, Base string
	Versions []struct{ Author, Text string }
}

// provisions are the real amendments, every second one from the first (odd) or
// from the second (even).
func provisions(t testing.TB) (odd, even []provision) {
	if _, err := os.Stat(shared); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the real input (../shared/data beside the project) is missing")
		}
		t.Skip("the real input (../shared/data beside the project) is not here; nothing was measured")
	}
	f, err := os.Open(filepath.Join(shared, "amendments.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		var p provision
		if err := json.Unmarshal(s.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		p.Base = words.Normalise(p.Base)
		for i := range p.Versions {
			p.Versions[i].Text = words.Normalise(p.Versions[i].Text)
		}
		if n%2 == 1 {
			odd = append(odd, p)
		} else {
			even = append(even, p)
		}
	}
	return odd, even
}

// said are the words of a text, without marks.
func said(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \n,.;:()“”\"‘’[]", r) })
}

// changed are the stretches that a version puts in, as the redline has them.
func changed(t testing.TB, base, version string) (out [][]string) {
	c, err := compare.Whole(base, version, collate.Word)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Points[0].Wording {
		if w := said(r.New); len(w) > 0 {
			out = append(out, w)
		}
	}
	return out
}

// kinds are the ways in which words are taken over.
var kinds = []string{"verbatim", "split", "reordered", "substituted", "inflected", "inserted", "mixed"}

// planted puts words of a run into a text in one of the ways: of eight words and
// more at least every ninth is changed, and what is divided is divided anywhere
// that leaves four words on each side. It gives a second text, for another place,
// where the words were split.
func planted(r *rand.Rand, kind string, base string, run []string, vocabulary []string) (text, elsewhere string) {
	n := len(run)
	parts := [][]string{slices.Clone(run)}
	if kind == "split" || kind == "reordered" || kind == "mixed" {
		cut := 4 + r.IntN(n-7)
		parts = [][]string{slices.Clone(run[:cut]), slices.Clone(run[cut:])}
		if kind != "split" {
			slices.Reverse(parts)
		}
	}
	for i := range parts {
		for from := 0; from < len(parts[i]); from += 9 {
			at := from + r.IntN(min(9, len(parts[i])-from))
			do := kind
			if kind == "mixed" {
				do = []string{"substituted", "inflected", "inserted", "as it is"}[r.IntN(4)]
			}
			switch do {
			case "substituted":
				parts[i][at] = vocabulary[r.IntN(len(vocabulary))]
			case "inflected":
				parts[i][at] = inflect(parts[i][at])
			case "inserted":
				parts[i] = slices.Insert(parts[i], at, vocabulary[r.IntN(len(vocabulary))])
			}
		}
	}
	into := strings.Fields(base)
	put := func(w []string) { into = slices.Insert(into, r.IntN(len(into)+1), w...) }
	switch {
	case kind == "split" && r.IntN(2) == 0:
		elsewhere = strings.Join(parts[1], " ")
		put(parts[0])
	case kind == "reordered" || kind == "mixed" && r.IntN(2) == 0:
		put(slices.Concat(parts...))
	default:
		for _, p := range parts {
			put(p)
		}
	}
	return strings.Join(into, " "), elsewhere
}

// inflect gives a word another ending.
func inflect(s string) string {
	switch {
	case len(s) < 4:
		return s
	case strings.HasSuffix(s, "ies"):
		return s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "s"):
		return s[:len(s)-1]
	case strings.HasSuffix(s, "ing"):
		return s[:len(s)-3] + "ed"
	case strings.HasSuffix(s, "ed"):
		return s[:len(s)-2] + "ing"
	case strings.HasSuffix(s, "y"):
		return s[:len(s)-1] + "ies"
	}
	return s + "s"
}

// tiled is how many words both have in all, in runs of three and more: the
// longest first, each word once.
func tiled(a, b [][]string) int {
	clone := func(in [][]string) (out [][]string) {
		for _, x := range in {
			out = append(out, slices.Clone(x))
		}
		return out
	}
	a, b = clone(a), clone(b)
	sum := 0
	for {
		best, bx, by, bi, bj := 0, 0, 0, 0, 0
		for x := range a {
			for y := range b {
				for i := range a[x] {
					for j := range b[y] {
						n := 0
						for i+n < len(a[x]) && j+n < len(b[y]) && a[x][i+n] != "" && strings.EqualFold(a[x][i+n], b[y][j+n]) {
							n++
						}
						if n > best {
							best, bx, by, bi, bj = n, x, y, i, j
						}
					}
				}
			}
		}
		if best < 3 {
			return sum
		}
		sum += best
		for n := range best {
			a[bx][bi+n], b[by][bj+n] = "", ""
		}
	}
}
