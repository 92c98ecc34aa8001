package collate

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sort"
	"testing"

	"nonpaper/internal/words"
)

// shared is where the real input lies, beside the project's folder.
const shared = "../../../shared/data"

// needShared skips where the real input is not there, as in a public clone; in
// CI it has to be.
func needShared(t testing.TB) {
	t.Helper()
	if _, err := os.Stat(shared); err == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the real input (../shared/data beside the project) is missing")
	}
	t.Skip("the real input (../shared/data beside the project) is not here; nothing was measured")
}

func loadSet(t testing.TB, name string) []string {
	needShared(t)
	files, err := filepath.Glob(filepath.Join(shared, "collation", name, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no versions of %s", name)
	}
	sort.Strings(files) // BASE.txt comes before P01.txt
	var out []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, words.Normalise(string(b)))
	}
	return out
}

// figures is what a result is measured by.
type figures struct{ cost, chaff, islands int }

func (f *figures) add(g figures) {
	f.cost, f.chaff, f.islands = f.cost+g.cost, f.chaff+g.chaff, f.islands+g.islands
}

// measure checks that every text comes back and that no two variants read the
// same, and measures the result.
func measure(t testing.TB, texts []string, grain Grain) figures {
	t.Helper()
	check(t, texts, grain)
	pieces := Texts(texts, grain)
	f := figures{cost: cost(pieces)}
	f.trips(pieces)
	return f
}

// trips counts what a reader would trip over: agreed runs of stop words and
// signs alone between two brackets (chaff), and neighbours that divide the
// texts in the same way with fewer than three words between them (islands).
func (f *figures) trips(pieces []Piece) {
	last := -1
	for i, p := range pieces {
		if p.Variants == nil {
			continue
		}
		for _, v := range p.Variants {
			f.trips(v.Pieces)
		}
		if last >= 0 {
			said, tokens, solid, rest := 0, 0, false, false
			for _, q := range pieces[last+1 : i] {
				for _, t := range words.Tokens(q.Words) {
					tokens++
					rest = rest || t.Class == words.LineEnd || t.Class == words.Sentence
					solid = solid || t.Class == words.Content
					if t.Class == words.Content || t.Class == words.Stop {
						said++
					}
				}
			}
			if tokens > 0 && !solid && !rest {
				f.chaff++
			}
			if said < 3 && !rest && reflect.DeepEqual(division(pieces[last]), division(p)) {
				f.islands++
			}
		}
		last = i
	}
}

func division(p Piece) []string {
	var out []string
	for _, v := range p.Variants {
		b, _ := json.Marshal(v.Texts)
		out = append(out, string(b))
	}
	sort.Strings(out)
	return out
}

// TestSets holds what the collation sets may cost at word grain, and that the
// phrase grain has nothing to trip over and costs hardly more.
func TestSets(t *testing.T) {
	for _, x := range []struct {
		name  string
		most  int // cost at word grain
		chaff int // at word grain, -1 for any
	}{
		{"m04", 2217, 0}, {"m10", 2284, 0}, {"m20", 2553, 0}, {"m10heavy", 2660, 0}, {"m10ukr", 2238, 0},
		{"h06", 1400, -1}, {"h10", 4100, 4}, {"h10ukr", 3720, -1},
	} {
		texts := loadSet(t, x.name)
		word := measure(t, texts, Word)
		if word.cost > x.most || x.chaff >= 0 && word.chaff > x.chaff {
			t.Errorf("%s: %+v, want a cost of %d and chaff of %d at most", x.name, word, x.most, x.chaff)
		}
		wantSane(t, x.name, word, measure(t, texts, Phrase))
	}
}

func wantSane(t *testing.T, name string, word, phrase figures) {
	t.Helper()
	t.Logf("%s: word grain %+v, phrase grain %+v", name, word, phrase)
	if phrase.chaff > 0 || phrase.islands > 0 || float64(phrase.cost) > 1.015*float64(word.cost) {
		t.Errorf("%s: phrase grain %+v, word grain %+v", name, phrase, word)
	}
}

// darwin are the first twenty paragraphs of the Origin of Species in the
// editions that have them, the earliest as the base.
func darwin(t testing.TB) [][]string {
	needShared(t)
	b, err := os.ReadFile(filepath.Join(shared, "collation", "darwin6.json"))
	if err != nil {
		t.Fatal(err)
	}
	var paragraphs []map[string]string
	if err := json.Unmarshal(b, &paragraphs); err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, p := range paragraphs[:20] {
		var texts []string
		for _, year := range []string{"1859", "1860", "1861", "1866", "1869", "1872"} {
			if p[year] != "" {
				texts = append(texts, words.Normalise(p[year]))
			}
		}
		out = append(out, texts)
	}
	return out
}

func TestDarwin(t *testing.T) {
	var word, phrase figures
	for _, texts := range darwin(t) {
		word.add(measure(t, texts, Word))
		phrase.add(measure(t, texts, Phrase))
	}
	if word.cost > 8290 || word.chaff > 4 {
		t.Errorf("%+v, want a cost of 8290 and chaff of 4 at most", word)
	}
	wantSane(t, "Darwin", word, phrase)
}

// amendments are real amendments by many authors to the same provision.
func amendments(t testing.TB, f func(id string, texts []string)) {
	needShared(t)
	file, err := os.Open(filepath.Join(shared, "amendments.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var row struct {
			ID       string
			Base     *string
			Versions []struct{ Text string }
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		var texts []string
		if row.Base != nil {
			texts = append(texts, words.Normalise(*row.Base))
		} else {
			texts = append(texts, "")
		}
		for _, v := range row.Versions {
			texts = append(texts, words.Normalise(v.Text))
		}
		f(row.ID, texts)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestAmendments(t *testing.T) {
	var word, phrase figures
	listing := 0
	amendments(t, func(id string, texts []string) {
		check(t, texts, Phrase)
		if texts[0] == "" {
			return
		}
		kept := slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return s == "" })
		word.add(measure(t, kept, Word))
		phrase.add(measure(t, kept, Phrase))
		var all []Variant
		distinct, _ := merge(kept)
		for _, d := range distinct {
			all = append(all, Variant{Pieces: []Piece{{Words: d}}})
		}
		listing += cost([]Piece{{Variants: all}})
	})
	ratio := float64(word.cost) / float64(listing)
	t.Logf("cost over listing %.4f at word grain, %.4f at phrase grain", ratio, float64(phrase.cost)/float64(listing))
	if ratio > 0.398 {
		t.Errorf("cost over listing %.4f, want 0.398 at most", ratio)
	}
	wantSane(t, "amendments", word, phrase)
}

var thorough = flag.Bool("thorough", false, "try 100 orders of the versions of every set, and 100 drawn sets")

// TestOrder shuffles the versions: the result may not change.
func TestOrder(t *testing.T) {
	orders, every := 3, 40
	if *thorough {
		orders, every = 100, 5
	}
	r := rand.New(rand.NewPCG(3, 4))
	for _, name := range []string{"m04", "m10", "m20", "m10heavy", "m10ukr", "h06", "h10", "h10ukr"} {
		wantSameInAnyOrder(t, name, loadSet(t, name), r, orders)
	}
	for i, texts := range darwin(t) {
		wantSameInAnyOrder(t, fmt.Sprintf("Darwin %d", i+1), texts, r, orders)
	}
	n := 0
	amendments(t, func(id string, texts []string) {
		if n++; n%every == 0 {
			wantSameInAnyOrder(t, id, texts, r, orders)
		}
	})
}

func wantSameInAnyOrder(t *testing.T, name string, texts []string, r *rand.Rand, orders int) {
	t.Helper()
	want := Texts(texts, Phrase)
	for range orders {
		order := r.Perm(len(texts) - 1)
		shuffled := []string{texts[0]}
		for _, k := range order {
			shuffled = append(shuffled, texts[k+1])
		}
		got := Texts(shuffled, Phrase)
		rename(got, func(k int) int {
			if k == 0 {
				return 0
			}
			return order[k-1] + 1
		})
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: another result in the order %v", name, order)
		}
	}
}

// rename puts other indexes for the texts and the variants in their order.
func rename(pieces []Piece, to func(int) int) {
	for i := range pieces {
		vs := pieces[i].Variants
		for k := range vs {
			for x := range vs[k].Texts {
				vs[k].Texts[x] = to(vs[k].Texts[x])
			}
			slices.Sort(vs[k].Texts)
			rename(vs[k].Pieces, to)
		}
		slices.SortFunc(vs, func(a, b Variant) int { return a.Texts[0] - b.Texts[0] })
	}
}
