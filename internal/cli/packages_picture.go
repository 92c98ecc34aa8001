package cli

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"nonpaper/internal/bargain"
	"nonpaper/internal/format/html"
)

// How much is drawn.
const (
	mostEfficientDrawn = 300
	mostOthersDrawn    = 140
	mostWordings       = 6 // of a choice
)

// picture is what the page shows: packages by the average of the estimates and by
// the smallest margin over an estimated limit.
func (f *packagesFound) picture() html.PackagesView {
	v := html.PackagesView{Title: f.Title, Private: f.whose()}
	if v.Title == "" {
		v.Title = "Packages"
	}
	v.Lead = fmt.Sprintf("Which choices could every party sign? %s, %s, %s.",
		plural(len(f.Problem.Choices), "choice"), partiesCounted(len(f.Problem.Parties)), outcomesCounted(f.Problem.Outcomes()))
	at := map[string]int{}
	for _, s := range f.solutions {
		key := fmt.Sprint(s.Package)
		said := inWords[s.Kind]
		if !s.Proven {
			said += " (best found in the time)"
		}
		if k, known := at[key]; known {
			v.Packages[k].Said = append(v.Packages[k].Said, said)
			continue
		}
		at[key] = len(v.Packages)
		x := f.drawn(s.Values)
		x.Letter, x.Said = string(rune('A'+len(v.Packages))), []string{said}
		for i, a := range s.Package {
			c := html.PackageChoice{Name: f.Problem.Choices[i].Name, Title: f.Titles[i], Words: f.variant(i, a)}
			for b := range f.Problem.Choices[i].Variants {
				if b == mostWordings {
					c.Variants = append(c.Variants, fmt.Sprintf("and %d more", len(f.Problem.Choices[i].Variants)-b))
					break
				}
				c.Variants = append(c.Variants, f.variant(i, b))
			}
			c.AsBase = f.Problem.Baseline != nil && f.Problem.Baseline[i] == a
			for q := range f.Problem.Parties {
				share := ""
				if f.Asks != nil && len(f.Asks[q][i].Shares) > a {
					share = f.Asks[q][i].Shares[a]
				}
				c.Shares = append(c.Shares, share)
			}
			x.Choices = append(x.Choices, c)
		}
		x.Notes = f.notes(s.Kind, 3)
		v.Packages = append(v.Packages, x)
	}
	for k := range v.Packages {
		if slices.ContainsFunc(v.Packages[k].Said, func(s string) bool { return strings.HasPrefix(s, inWords[bargain.Nash]) }) {
			v.Chosen = k
		}
	}
	if f.Problem.Baseline != nil {
		x := f.drawn(f.Problem.Values(f.Problem.Baseline))
		v.Baseline = &x
	}
	for q, pt := range f.Problem.Parties {
		v.Parties = append(v.Parties, html.PackageParty{Code: pt.Name, Name: f.Names[q], Limit: pt.Reservation})
	}
	f.drawEfficient(&v)
	f.drawOthers(&v)
	v.Blocks = f.blockNotes()
	return v
}

// drawn is a package by the two measures.
func (f *packagesFound) drawn(u []float64) (x html.PackageDrawn) {
	x.Values, x.Margin = u, math.Inf(1)
	for q, v := range u {
		x.Average += v / float64(len(u))
		x.Margin = min(x.Margin, v-f.Problem.Parties[q].Reservation)
	}
	return x
}

func (f *packagesFound) drawEfficient(v *html.PackagesView) {
	if f.set == nil || !f.set.Complete {
		v.Counted = "The efficient packages were not counted in the time."
		return
	}
	n := len(f.set.Packages)
	v.Counted = plural(n, "efficient package")
	if f.set.Tolerance > 0 {
		v.Counted = fmt.Sprintf("%s, a cover to within %s", plural(n, "efficient package"), number(f.set.Tolerance))
	}
	step := max(1, (n+mostEfficientDrawn-1)/mostEfficientDrawn)
	if step > 1 {
		v.Counted += fmt.Sprintf(", one in %d shown", step)
	}
	for k := 0; k < n; k += step {
		v.Efficient = append(v.Efficient, f.drawn(f.set.Packages[k].Values))
	}
}

// drawOthers draws packages evenly from all, and keeps those that could be better
// for all.
func (f *packagesFound) drawOthers(v *html.PackagesView) {
	if f.set == nil || !f.set.Complete || f.set.Tolerance > 0 {
		return
	}
	for _, pkg := range f.Problem.Sample(mostOthersDrawn, 1) {
		u := f.Problem.Values(pkg)
		if slices.ContainsFunc(f.set.Packages, func(e bargain.Package) bool { return bargain.Better(e.Values, u) }) {
			v.Others = append(v.Others, f.drawn(u))
		}
	}
}
