package bargain

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"
)

// TestGenerated asks whether generated makes the same problems as the program that
// it was written from.
func TestGenerated(t *testing.T) {
	program := filepath.Join(published, "generate.py")
	if _, err := os.Stat(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the generator (../shared/data beside the project) is not here")
	}
	type link struct {
		If   []int   `json:"if"`
		Then []int   `json:"then"`
		Not  [][]int `json:"not"`
	}
	type form struct {
		Parties []struct {
			Reservation float64     `json:"reservation"`
			Utilities   [][]float64 `json:"utilities"`
		} `json:"parties"`
		Linkages []link `json:"linkages"`
		Baseline []int  `json:"baseline"`
	}
	pair := func(c Condition) []int { return []int{c.Choice, c.Variants[0]} }
	for _, kind := range preferences {
		for _, of := range [][6]int{{5, 3, 3, 4, 1, 40}, {28, 5, 6, 20, 1, 40}, {28, 5, 30, 300, 7, 50}, {100, 5, 2, 0, 3, 40}} {
			t.Run(fmt.Sprint(kind, of), func(t *testing.T) {
				args := []string{program, "--kind", kind}
				for k, name := range []string{"points", "variants", "parties", "linkages", "seed", "walkaway"} {
					args = append(args, "--"+name, strconv.Itoa(of[k]))
				}
				out, err := exec.Command("python3", args...).Output()
				if err != nil {
					t.Fatal(err)
				}
				var want, got form
				if err := json.Unmarshal(out, &want); err != nil {
					t.Fatal(err)
				}
				p := generated(kind, of[0], of[1], of[2], of[3], uint64(of[4]), of[5])
				got.Parties = append(got.Parties, want.Parties...)
				for q, pt := range p.Parties {
					got.Parties[q].Reservation, got.Parties[q].Utilities = pt.Reservation, pt.Values
				}
				got.Linkages, got.Baseline = []link{}, p.Baseline
				for _, l := range p.Linkages {
					if len(l.Then) > 0 {
						got.Linkages = append(got.Linkages, link{If: pair(l.If[0]), Then: pair(l.Then[0])})
					} else {
						got.Linkages = append(got.Linkages, link{Not: [][]int{pair(l.If[0]), pair(l.If[1])}})
					}
				}
				if len(p.Parties) != len(want.Parties) || !reflect.DeepEqual(got, want) {
					t.Error("another problem")
				}
			})
		}
	}
}

// generated makes the problem that ../shared/data/bargain/generate.py makes of the
// same arguments; its README says how.
func generated(kind string, points, variants, parties, linkages int, seed uint64, walkaway int) *Problem {
	rng := splitMix(seed)
	weight := make([][]int, parties)
	for q := range weight {
		weight[q] = make([]int, points)
		for i := range weight[q] {
			if kind == "coarse" {
				weight[q][i] = 1 + rng.below(5)
			} else {
				a := rng.below(10)
				weight[q][i] = 1 + a*rng.below(11)
			}
		}
	}
	worth := make([][][]int, parties)
	best := make([]int, parties)
	for q := range worth {
		worth[q] = make([][]int, points)
		for i := range worth[q] {
			row := generatedWorths(kind, &rng, q, variants)
			top := 0
			for a := range row {
				if kind == "coarse" {
					row[a] = (4*row[a] + 500) / 1000
				}
				row[a] *= weight[q][i]
				top = max(top, row[a])
			}
			worth[q][i] = row
			best[q] += top
		}
	}
	agreed := make([]int, points)
	for i := range agreed {
		agreed[i] = rng.below(variants)
	}
	have := func(q int) (u int) {
		for i, a := range agreed {
			u += worth[q][i][a]
		}
		return u
	}
	for range 4 {
		for i := range agreed {
			top, at := -1, 0
			for a := range variants {
				agreed[i] = a
				least := 1 << 60
				for q := range worth {
					least = min(least, have(q)*1000/max(1, best[q]))
				}
				if least > top {
					top, at = least, a
				}
			}
			agreed[i] = at
		}
	}
	p := &Problem{}
	for i := range points {
		c := Choice{Name: fmt.Sprintf("p%d", i+1)}
		for a := range variants {
			c.Variants = append(c.Variants, fmt.Sprintf("v%d", a+1))
		}
		p.Choices = append(p.Choices, c)
	}
	for q := range worth {
		pt := Party{Name: fmt.Sprintf("P%02d", q+1), Reservation: float64(min(best[q]*walkaway/100, have(q)*95/100))}
		for _, row := range worth[q] {
			values := make([]float64, len(row))
			for a, x := range row {
				values[a] = float64(x)
			}
			pt.Values = append(pt.Values, values)
		}
		p.Parties = append(p.Parties, pt)
	}
	for len(p.Linkages) < linkages {
		i, a, j, c := rng.below(points), rng.below(variants), rng.below(points), rng.below(variants)
		implies := rng.below(2) == 1
		if i == j {
			continue
		}
		one, two := Condition{i, []int{a}}, Condition{j, []int{c}}
		if implies && !(agreed[i] == a && agreed[j] != c) {
			p.Linkages = append(p.Linkages, Linkage{If: []Condition{one}, Then: []Condition{two}})
		} else if !implies && !(agreed[i] == a && agreed[j] == c) {
			p.Linkages = append(p.Linkages, Linkage{If: []Condition{one, two}})
		}
	}
	for range points {
		p.Baseline = append(p.Baseline, rng.below(variants))
	}
	return p
}

func generatedWorths(kind string, rng *splitMix, party, variants int) []int {
	raw := make([]int, variants)
	place := func(a int) int { return a * 1000 / max(1, variants-1) }
	switch kind {
	case "uniform", "coarse":
		for a := range raw {
			raw[a] = rng.below(1001)
		}
	case "spatial":
		ideal := rng.below(1001)
		for a := range raw {
			raw[a] = 1_000_000 - (ideal-place(a))*(ideal-place(a)) + rng.below(150_001)
		}
	default:
		ideal := -864
		if party%2 == 1 {
			ideal += 1000
		}
		for range 4 {
			ideal += rng.below(433)
		}
		ideal = min(1000, max(0, ideal))
		for a := range raw {
			raw[a] = 1_000_000 - (ideal-place(a))*(ideal-place(a)) + rng.below(100_001)
		}
	}
	low, high := raw[0], raw[0]
	for _, r := range raw {
		low, high = min(low, r), max(high, r)
	}
	for a, r := range raw {
		if low == high {
			raw[a] = 0
		} else {
			raw[a] = (r - low) * 1000 / (high - low)
		}
	}
	return raw
}
