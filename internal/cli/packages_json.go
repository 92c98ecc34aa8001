package cli

import (
	"bytes"
	"encoding/json"

	"nonpaper/internal/bargain"
)

// The JSON contract of packages; docs/packages.md promises it.
type (
	packagesJSON struct {
		Solutions []solutionJSON  `json:"solutions"`
		Packages  []packageJSON   `json:"packages,omitempty"`
		Efficient []efficientJSON `json:"efficient"`
		Count     *int            `json:"count"`
		Tolerance float64         `json:"tolerance,omitempty"`
		Complete  *bool           `json:"complete,omitempty"`
		Conflict  []string        `json:"conflict,omitempty"`
		Blocking  []blockJSON     `json:"blocking,omitempty"`
	}
	solutionJSON struct {
		Kind        bargain.Kind       `json:"kind"`
		Choices     map[string]string  `json:"choices"`
		Values      map[string]float64 `json:"values"`
		Objective   float64            `json:"objective"`
		Bound       float64            `json:"bound"`
		Proven      bool               `json:"proven"`
		Sensitivity []changeJSON       `json:"sensitivity,omitempty"`
		Chance      *chanceJSON        `json:"chance,omitempty"`
	}
	packageJSON struct {
		Choices map[string]string `json:"choices"`
		Changed []string          `json:"changed"`
		Accepts []string          `json:"accepts,omitempty"`
	}
	efficientJSON struct {
		Choices map[string]string  `json:"choices"`
		Values  map[string]float64 `json:"values"`
	}
	changeJSON struct {
		Party   string  `json:"party"`
		Choice  string  `json:"choice,omitempty"`
		Variant string  `json:"variant,omitempty"`
		By      float64 `json:"by"`
	}
	chanceJSON struct {
		Share     float64 `json:"share"`
		Error     float64 `json:"error"`
		Scenarios int     `json:"scenarios"`
	}
	blockJSON struct {
		Choice string  `json:"choice"`
		Blocks bool    `json:"blocks"`
		Gain   float64 `json:"gain"`
	}
)

func (f *packagesFound) choices(pkg []int) map[string]string {
	out := map[string]string{}
	for i, a := range pkg {
		out[f.Problem.Choices[i].Name] = f.Problem.Choices[i].Variants[a]
	}
	return out
}

func (f *packagesFound) values(u []float64) map[string]float64 {
	out := map[string]float64{}
	for q, x := range u {
		out[f.Problem.Parties[q].Name] = x
	}
	return out
}

func (f *packagesFound) json() []byte {
	out := packagesJSON{Solutions: []solutionJSON{}, Efficient: []efficientJSON{}}
	for _, s := range f.solutions {
		x := solutionJSON{Kind: s.Kind, Choices: f.choices(s.Package), Values: f.values(s.Values), Objective: s.Objective, Bound: s.Bound, Proven: s.Proven}
		for _, c := range f.changes[s.Kind] {
			y := changeJSON{Party: f.Problem.Parties[c.Party].Name, By: c.By}
			if c.Choice >= 0 {
				y.Choice, y.Variant = f.Problem.Choices[c.Choice].Name, f.Problem.Choices[c.Choice].Variants[c.Variant]
			}
			x.Sensitivity = append(x.Sensitivity, y)
		}
		if c, ok := f.chances[s.Kind]; ok {
			x.Chance = &chanceJSON{c.Share, c.Error, c.Scenarios}
		}
		out.Solutions = append(out.Solutions, x)
	}
	for _, pkg := range f.least {
		x := packageJSON{Choices: f.choices(pkg), Changed: []string{}, Accepts: f.accepting(pkg)}
		for i, a := range pkg {
			if a != f.Problem.Baseline[i] {
				x.Changed = append(x.Changed, f.Problem.Choices[i].Name)
			}
		}
		out.Packages = append(out.Packages, x)
	}
	if f.set != nil {
		n := len(f.set.Packages)
		out.Count, out.Complete, out.Tolerance = &n, &f.set.Complete, f.set.Tolerance
		for _, x := range f.set.Packages {
			out.Efficient = append(out.Efficient, efficientJSON{f.choices(x.Choices), f.values(x.Values)})
		}
	}
	if f.conflict != nil {
		for _, d := range f.conflict.Demands {
			out.Conflict = append(out.Conflict, f.demand(d))
		}
	}
	for _, x := range f.blocks {
		out.Blocking = append(out.Blocking, blockJSON{f.Problem.Choices[x.Choice].Name, !x.Found, x.Gain})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		panic(err) // numbers that JSON cannot have were refused when they were read
	}
	return b.Bytes()
}
