package domain

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nonpaper/internal/bargain"
	"nonpaper/internal/fault"
)

const published = "../../../../shared/data/bargain"

// The raw files of the published domains say the same as the tables made of them.
func TestRawFilesSayTheSame(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(published, "expected.json"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the published domains (../shared/data beside the project) are missing")
		}
		t.Skip("the published domains (../shared/data beside the project) are not here")
	}
	var all map[string]struct {
		Efficient int
		Sum       struct{ Objective float64 }
		Nash      struct{ Objective float64 }
	}
	if err := json.Unmarshal(src, &all); err != nil {
		t.Fatal(err)
	}
	for name, want := range all {
		t.Run(name, func(t *testing.T) {
			names, err := filepath.Glob(filepath.Join(published, "public", name, "*"))
			if err != nil {
				t.Fatal(err)
			}
			var raw, tables []File
			for _, n := range names {
				src, err := os.ReadFile(n)
				if err != nil {
					t.Fatal(err)
				}
				switch f := (File{n, src}); {
				case filepath.Base(n) == "neutral.json":
					tables = append(tables, f)
				case filepath.Base(n) == "specs.json", filepath.Base(n) == "pareto.xml":
				case strings.Contains(string(src[:min(len(src), 40)]), "issues:"), strings.Contains(n, "template"):
					raw = slices.Insert(raw, 0, f) // the domain comes first
				default:
					raw = append(raw, f)
				}
			}
			for _, files := range [][]File{raw, tables} {
				d, err := Read(files)
				if err != nil {
					t.Fatal(err)
				}
				for kind, obj := range map[bargain.Kind]float64{bargain.Sum: want.Sum.Objective, bargain.Nash: want.Nash.Objective} {
					s, err := d.Problem.Solve(kind, bargain.Options{})
					if err != nil {
						t.Fatal(err)
					}
					if math.Abs(s.Objective-obj) > 1e-9 {
						t.Errorf("%s: %v, want %v", kind, s.Objective, obj)
					}
				}
				set, err := d.Problem.Efficient(0, bargain.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if len(set.Packages) != want.Efficient {
					t.Errorf("%d efficient, want %d", len(set.Packages), want.Efficient)
				}
			}
		})
	}
}

const good = `title: Two lakes
choices:
  - name: 8a
    title: Width of the zone
    variants: [{words: 2 km, number: 2}, {words: 5 km, number: 5}, {name: wide, words: 10 km, number: 10}]
    baseline: 2 km
  - name: 10a
    variants: [two, four]
    baseline: two
parties:
  - {code: ALD, name: Aldmark, asks: {8a: {class: must have, wants: ">= 5"}, 10a: {class: can trade, wants: four}}}
  - {code: BOR, asks: {8a: {never: wide}}}
linkages:
  - {name: width and crossings, if: {8a: wide}, then: {10a: four}}
  - {not: {8a: [v1, v2], 10a: four}}
estimates:
  by: I. Varga
  date: 20 November
  parties:
    ALD: {limit: 20, weights: {8a: 60, 10a: 40}, shares: {8a: {v1: none, v2: some, wide: all}, 10a: {two: 0, four: 1}}}
    BOR: {limit: 20, weights: {8a: 100}, shares: {8a: {v1: all, v2: most, wide: none}}}
  together:
    - {party: BOR, when: {8a: v2, 10a: two}, adds: 5}
`

func TestOwnForm(t *testing.T) {
	d, err := Read([]File{{"packages.yaml", []byte(good)}})
	if err != nil {
		t.Fatal(err)
	}
	p := d.Problem
	if d.Title != "Two lakes" || !d.Numbers || d.By != "I. Varga" || d.Names[0] != "Aldmark" || d.Words[0][2] != "10 km" {
		t.Errorf("read as %+v", d)
	}
	if !slices.Equal(p.Baseline, []int{0, 0}) || len(p.Linkages) != 2 || len(p.Parties[0].RedLines) != 1 || len(p.Parties[1].RedLines) != 1 {
		t.Errorf("read as %+v", p)
	}
	s, err := p.Solve(bargain.Sum, bargain.Options{})
	if err != nil || !slices.Equal(s.Package, []int{1, 0}) || s.Objective != 24+80 {
		t.Errorf("%+v, %v; want 8a v2, 10a two, 104", s, err)
	}
}

// What is wrong is said with its place.
func TestWrongInput(t *testing.T) {
	change := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("%q does not stand there", from)
		}
		return strings.Replace(good, from, to, 1)
	}
	for name, c := range map[string]struct{ src, want string }{
		"empty":             {" \n", "is empty"},
		"no mapping":        {"- 1\n", "does not say what is to be chosen"},
		"not YAML":          {"a: [", "cannot be read"},
		"another form":      {"a: 1", "none of the forms"},
		"binary":            {"\x00\x01", "is no text"},
		"weights":           {change("8a: 60", "8a: 61"), "packages.yaml:20: the weights of ALD add up to 101, not to 100"},
		"not a number":      {change("limit: 20", "limit: .nan"), "no number to calculate with"},
		"infinite":          {change("limit: 20", "limit: .inf"), "no number to calculate with"},
		"a word":            {change("limit: 20", "limit: much"), "has to be a number"},
		"unknown variant":   {change("{8a: wide}", "{8a: narrow}"), `packages.yaml:14: the choice 8a has no variant "narrow"; it has v1, v2, wide`},
		"no such choice":    {change("then: {10a: four}", "then: {12: four}"), `there is no choice "12"`},
		"contradiction":     {change("{class: must have, wants: \">= 5\"}", "{class: must have, wants: wide, never: wide}"), "contradict each other"},
		"empty must have":   {change("\">= 5\"", "\">= 50\""), "no variant of it is that"},
		"misspelt":          {change("asks: {8a: {never", "asks: {8a: {nevr"), `"nevr" is not known`},
		"unknown class":     {change("can trade", "cannot trade"), "none of must have"},
		"half a baseline":   {change("    baseline: two\n", ""), "1 of 2 choices have a baseline"},
		"anonymous":         {change("  by: I. Varga\n", ""), "whose they are"},
		"half the parties":  {change("    BOR: {limit: 20, weights: {8a: 100}, shares: {8a: {v1: all, v2: most, wide: none}}}\n", ""), "no estimates for BOR"},
		"share missing":     {change("{v1: none, v2: some, wide: all}", "{v1: none, v2: some}"), "no share for the variant wide"},
		"share too large":   {change("four: 1}", "four: 2}"), "a share is all"},
		"threshold of none": {change("wants: four", "wants: \">= 4\""), "compares numbers"},
		"twice":             {change("name: 10a", "name: 8a"), "two choices with the name"},
		"alias":             {"choices: &a [*a]", ""},
		"10^9 variants":     {`{"kind":"hyperrectangle","issues":[{"name":"x","index":1,"lo":0,"hi":1000000000}],"parties":[]}`, "1000000001 variants are more than the 5000"},
		"10^9 of NegMAS":    {"issues: [{name: x, type: ContiguousIssue, values: 1000000000}]", "variants are more than"},
		"neutral, NaN":      {`{"issues":[{"name":"x","options":["a"]}],"parties":[{"name":"A","utilities":[[NaN]]}]}`, "no number to calculate with"},
		"neutral, short":    {`{"issues":[{"name":"x","options":["a","b"]}],"parties":[{"name":"A","utilities":[[1]]}]}`, "1 of the 2 variants"},
		"no parties":        {`{"issues":[{"name":"x","options":["a","b"]}],"parties":[]}`, "no party"},
		"only a domain":     {"issues: [{name: x, type: CategoricalIssue, values: [a, b]}]", "not what it is worth"},
		"only a profile":    {"weights: [1]\nvalues: []", "name the domain first"},
		"XML, cut off":      {"<utility_space><issue", "cannot be read"},
		"XML, no issue":     {"<a/>", "names no issue"},
		"XML, NaN":          {`<s><weight index="1" value="NaN"/><issue index="1" name="x"><item value="a" evaluation="1"/></issue></s>`, "no number to calculate with"},
		"XML, no weight":    {`<s><issue index="1" name="x"><item value="a" evaluation="1"/></issue></s>`, "has no weight"},
		"XML, wide":         {`<s><issue index="1" name="x" lowerbound="0" upperbound="999999999"/></s>`, "variants are more than"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read([]File{{"packages.yaml", []byte(c.src)}})
			if err == nil || fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(`{"issues":[{"name":"x","options":["a","b"]}],"parties":[{"name":"A","reservation":null,"utilities":[[1,2]]}],"linkages":[],"baseline":[0]}`))
	f.Add([]byte(`<s><weight index="1" value="1"/><issue index="1" name="x"><item value="a" evaluation="1"/></issue></s>`))
	f.Add([]byte(`{"reservationValue":0,"issueWeights":{"a":1},"issues":{"a":{"x":1,"y":0.5}}}`))
	f.Add([]byte(`{"LinearAdditiveUtilitySpace":{"name":"p","issueUtilities":{"a":{"discreteutils":{"valueUtilities":{"x":1}}}},"issueWeights":{"a":1},"domain":{"name":"d","issuesValues":{"a":{"values":["x","y"]}}}}}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := Read([]File{{"f", src}})
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("an error of the wrong kind: %v", err)
			}
			return
		}
		if err := d.Problem.Validate(); err != nil {
			t.Error(err)
		}
		if len(d.Names) != len(d.Problem.Parties) || len(d.Titles) != len(d.Problem.Choices) || len(d.Words) != len(d.Problem.Choices) {
			t.Errorf("%d names, %d titles, %d words", len(d.Names), len(d.Titles), len(d.Words))
		}
	})
}
