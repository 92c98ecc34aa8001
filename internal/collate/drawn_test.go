package collate

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nonpaper/internal/words"
)

// drawnFrom are texts of which sets of versions are made: an example, and the
// Universal Declaration in two languages where the real input is there.
func drawnFrom(t *testing.T) map[string]string {
	t.Helper()
	read := func(name string) string {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	marks := regexp.MustCompile(`(?m)^(?:#.*|---|\w+:.*)$`)
	out := map[string]string{"lakes": marks.ReplaceAllString(read("../../examples/meridian-lakes/framework.md"), "")}
	if _, err := os.Stat(shared); err == nil {
		out["declaration"] = read(filepath.Join(shared, "collation", "m10", "BASE.txt"))
		out["declaration in Ukrainian"] = read(filepath.Join(shared, "collation", "m10ukr", "BASE.txt"))
	}
	return out
}

// drawer makes versions with a seed.
type drawer struct {
	*rand.Rand
	pool []string
}

// text is a text as it is edited: lines of words.
type text [][]string

func splitText(s string) text {
	var out text
	for _, l := range strings.Split(words.Normalise(s), "\n") {
		out = append(out, strings.Fields(l))
	}
	return out
}

func (t text) clone() text {
	out := make(text, len(t))
	for i := range t {
		out[i] = slices.Clone(t[i])
	}
	return out
}

func (t text) String() string {
	lines := make([]string, len(t))
	for i, l := range t {
		lines[i] = strings.Join(l, " ")
	}
	return words.Normalise(strings.Join(lines, "\n"))
}

// instead is what a party puts for some words: nothing, others, or more.
func (d drawer) instead(of []string) []string {
	var in []string
	for range 1 + d.IntN(4) {
		in = append(in, d.pool[d.IntN(len(d.pool))])
	}
	switch d.IntN(4) {
	case 0:
		return nil
	case 1:
		return slices.Concat(of, in)
	case 2:
		return slices.Concat(in, of)
	}
	return in
}

// apart makes versions with edits that do not overlap.
func (d drawer) apart(base text, parties int) []text {
	out := make([]text, parties)
	for p := range out {
		out[p] = base.clone()
	}
	for l := range base {
		for end := len(base[l]) - d.IntN(12); end > 0; end -= 6 + d.IntN(30) {
			from := max(0, end-1-d.IntN(4))
			one, two := d.instead(base[l][from:end]), d.instead(base[l][from:end])
			for _, p := range d.Perm(parties)[:1+d.IntN(min(3, parties))] {
				in := one
				if d.IntN(2) == 0 {
					in = two
				}
				out[p][l] = slices.Replace(out[p][l], from, end, in...)
			}
			end = from
		}
	}
	return out
}

// blocs makes versions by blocs of parties and by their members: edits overlap,
// sentences are swapped, paragraphs moved and left out.
func (d drawer) blocs(base text, parties int) []text {
	blocs := make([]text, max(2, parties/3))
	for i := range blocs {
		blocs[i] = d.rewrite(base.clone(), 33)
	}
	out := make([]text, parties)
	for i := range out {
		out[i] = d.rewrite(blocs[d.IntN(len(blocs))].clone(), 100)
	}
	return out
}

func (d drawer) rewrite(t text, oneIn int) text {
	for l := range t {
		for i := 0; i < len(t[l]); i++ {
			if d.IntN(oneIn) == 0 {
				end := min(len(t[l]), i+1+d.IntN(6))
				in := d.instead(t[l][i:end])
				t[l] = slices.Replace(t[l], i, end, in...)
				i += len(in)
			}
		}
	}
	if d.IntN(3) > 0 {
		l := d.IntN(len(t))
		sentences := words.Sentences(strings.Join(t[l], " "), 1)
		d.Shuffle(len(sentences), func(i, j int) { sentences[i], sentences[j] = sentences[j], sentences[i] })
		t[l] = strings.Fields(strings.Join(sentences, " "))
	}
	if from := d.IntN(len(t)); d.IntN(2) == 0 {
		moved := t[from]
		t = slices.Delete(t, from, from+1)
		if d.IntN(4) > 0 {
			t = slices.Insert(t, d.IntN(len(t)+1), moved)
		}
	}
	return t
}

// TestDrawnSets makes sets of versions, compiles and measures them.
func TestDrawnSets(t *testing.T) {
	seeds := uint64(4)
	if *thorough {
		seeds = 100
	}
	pools := map[bool][]string{
		false: strings.Fields("joint neutral monitoring 45 600,000 council may not States 25 km self-defence the of and immediate, (b) Party’s its"),
		true:  strings.Fields("спільний нейтральний не 45 рада протягом має п’ять Сторони 25 км та негайно, (б) його"),
	}
	for name, s := range drawnFrom(t) {
		base := splitText(s)
		for seed := range seeds {
			parties := []int{1, 4, 6, 10}[seed%4]
			for _, kind := range []string{"apart", "blocs"} {
				d := drawer{rand.New(rand.NewPCG(seed, 9)), pools[strings.HasSuffix(name, "Ukrainian")]}
				versions := d.apart
				if kind == "blocs" {
					versions = d.blocs
				}
				texts := []string{base.String()}
				for _, v := range versions(base, parties) {
					texts = append(texts, v.String())
				}
				what := fmt.Sprintf("%s, %s, %d parties, seed %d", name, kind, parties, seed)
				word := measure(t, texts, Word)
				wantSane(t, what, word, measure(t, texts, Phrase))
			}
		}
	}
}
