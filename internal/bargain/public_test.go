package bargain

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// published is where the published domains lie, beside the project.
const published = "../../../shared/data/bargain"

type neutral struct {
	Kind   string `json:"kind"`
	Issues []struct {
		Name          string   `json:"name"`
		Options       []string `json:"options"`
		Index, Lo, Hi int
	} `json:"issues"`
	Parties []struct {
		Name        string      `json:"name"`
		Bias        float64     `json:"bias"`
		Reservation *float64    `json:"reservation"`
		Utilities   [][]float64 `json:"utilities"`
		MaxUtility  float64     `json:"maxutility"`
		Rects       []struct {
			Utility float64
			Conds   []struct {
				Kind            string
				Index, Min, Max int
			}
		} `json:"rects"`
	} `json:"parties"`
}

func publishedProblem(t testing.TB, name string) *Problem {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(published, "public", name, "neutral.json"))
	if err != nil {
		t.Fatal(err)
	}
	var in neutral
	if err := json.Unmarshal(src, &in); err != nil {
		t.Fatal(err)
	}
	p := &Problem{}
	at := map[int]int{}
	for k, i := range in.Issues {
		c := Choice{Name: i.Name, Variants: i.Options}
		for v := i.Lo; v <= i.Hi && in.Kind != ""; v++ {
			c.Variants = append(c.Variants, string(rune('0'+v)))
		}
		at[i.Index] = k
		p.Choices = append(p.Choices, c)
	}
	for _, q := range in.Parties {
		pt := Party{Name: q.Name, Bias: q.Bias, Values: q.Utilities}
		if q.Reservation != nil {
			pt.Reservation = *q.Reservation
		}
		if in.Kind != "" {
			pt.Cap = 1
			for _, c := range p.Choices {
				pt.Values = append(pt.Values, make([]float64, len(c.Variants)))
			}
		}
		for _, r := range q.Rects {
			tm := Term{Value: r.Utility / q.MaxUtility}
			for _, c := range r.Conds {
				cond := Condition{Choice: at[c.Index]}
				i := in.Issues[at[c.Index]]
				for v := i.Lo; v <= i.Hi; v++ {
					if (v >= c.Min && v <= c.Max) == (c.Kind == "INCLUDES") {
						cond.Variants = append(cond.Variants, v-i.Lo)
					}
				}
				tm.When = append(tm.When, cond)
			}
			pt.Terms = append(pt.Terms, tm)
		}
		p.Parties = append(p.Parties, pt)
	}
	return p
}

func TestPublished(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(published, "expected.json"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the published domains (../shared/data beside the project) are missing")
		}
		t.Skip("the published domains (../shared/data beside the project) are not here")
	}
	type answer struct{ Objective float64 }
	var all map[string]struct {
		Efficient                  int
		Sum, Nash, Egalitarian, KS answer
		Kalai                      answer `json:"kalai-smorodinsky"`
	}
	if err := json.Unmarshal(src, &all); err != nil {
		t.Fatal(err)
	}
	for name, want := range all {
		t.Run(name, func(t *testing.T) {
			p := publishedProblem(t, name)
			for kind, obj := range map[Kind]float64{Sum: want.Sum.Objective, Nash: want.Nash.Objective, MaxMin: want.Egalitarian.Objective, KS: want.Kalai.Objective} {
				got, err := p.Solve(kind, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if !got.Proven || !same(got.Objective, obj) {
					t.Errorf("%s: %v, proven %v; want %v", kind, got.Objective, got.Proven, obj)
				}
			}
			set, err := p.Efficient(0, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(set.Packages) != want.Efficient || !set.Complete {
				t.Errorf("%d efficient, want %d", len(set.Packages), want.Efficient)
			}
		})
	}
}
