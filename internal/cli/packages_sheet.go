package cli

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/bargain"
	"nonpaper/internal/format/sheet"
)

// listedPackage is a package with what is said of it.
type listedPackage struct {
	pkg    []int
	said   []string // in what sense it is best
	values []float64
}

// listed are the packages that were found, each once: those without numbers, the best in
// each sense, the efficient ones.
func (f *packagesFound) listed() (out []listedPackage) {
	add := func(pkg []int, said string, values []float64) {
		at := slices.IndexFunc(out, func(x listedPackage) bool { return slices.Equal(x.pkg, pkg) })
		if at < 0 {
			if values == nil && f.Numbers {
				values = f.Problem.Values(pkg)
			}
			at, out = len(out), append(out, listedPackage{pkg: pkg, values: values})
		}
		if said != "" {
			out[at].said = append(out[at].said, said)
		}
	}
	for _, s := range f.solutions {
		said := inWords[s.Kind]
		if !s.Proven {
			said += " (best found in the time)"
		}
		add(s.Package, said, s.Values)
	}
	for _, pkg := range f.least {
		add(pkg, "", nil)
	}
	if f.set != nil {
		said := "efficient"
		if f.set.Tolerance > 0 {
			said = "of the cover of the efficient ones"
		}
		for _, x := range f.set.Packages {
			add(x.Choices, said, x.Values)
		}
	}
	return out
}

// workbook is everything that was found as sheets.
func (f *packagesFound) workbook() ([]byte, error) {
	list := f.listed()
	sheets := []sheet.Sheet{f.sheetPackages(list)}
	if f.Numbers {
		sheets = append(sheets, f.sheetValues(list))
	}
	return sheet.Write(append(sheets, f.sheetChoices(), f.sheetNotes()))
}

func (f *packagesFound) sheetPackages(list []listedPackage) sheet.Sheet {
	out := sheet.Sheet{Name: "Packages", Widths: []float64{9, 34, 9, 24}}
	head := []any{"Package", "In what sense", "Changes"}
	for i := range f.Problem.Choices {
		head = append(head, f.choice(i))
	}
	out.Rows = append(out.Rows, append(head, "What parties would accept"))
	for k, x := range list {
		row := []any{k + 1, strings.Join(x.said, "; "), nil}
		if f.Problem.Baseline != nil {
			changes := 0
			for i, a := range x.pkg {
				if a != f.Problem.Baseline[i] {
					changes++
				}
			}
			row[2] = changes
		}
		for i, a := range x.pkg {
			row = append(row, f.variant(i, a))
		}
		out.Rows = append(out.Rows, append(row, strings.Join(f.accepting(x.pkg), "\n")))
	}
	return out
}

func (f *packagesFound) sheetValues(list []listedPackage) sheet.Sheet {
	out := sheet.Sheet{Name: "Values", Widths: []float64{14}}
	head, limit := []any{"Package"}, []any{"limit"}
	for _, pt := range f.Problem.Parties {
		head, limit = append(head, pt.Name), append(limit, pt.Reservation)
	}
	out.Rows = append(out.Rows, append(head, "Lowest margin", "Sum"), limit)
	add := func(name any, values []float64) {
		row, sum := []any{name}, 0.0
		for _, v := range values {
			row, sum = append(row, v), sum+v
		}
		out.Rows = append(out.Rows, append(row, f.drawn(values).Margin, sum))
	}
	if f.Problem.Baseline != nil {
		add("present text", f.Problem.Values(f.Problem.Baseline))
	}
	for k, x := range list {
		add(k+1, x.values)
	}
	return out
}

func (f *packagesFound) sheetChoices() sheet.Sheet {
	out := sheet.Sheet{Name: "Choices", Widths: []float64{10, 28, 10, 40, 9, 24}}
	head := []any{"Choice", "Title", "Variant", "Words", "Present"}
	for _, pt := range f.Problem.Parties {
		head = append(head, pt.Name)
	}
	out.Rows = append(out.Rows, head)
	for i, c := range f.Problem.Choices {
		for a, name := range c.Variants {
			row := []any{c.Name, f.Titles[i], name, f.variant(i, a), nil}
			if f.Problem.Baseline != nil && f.Problem.Baseline[i] == a {
				row[4] = "present"
			}
			for q := range f.Problem.Parties {
				row = append(row, f.stands(q, i, a))
			}
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}

// stands says what a party said of a variant.
func (f *packagesFound) stands(q, i, a int) string {
	var out []string
	if f.Asks != nil && slices.Contains(f.Asks[q][i].Wants, a) {
		ask := f.Asks[q][i]
		said := "wants"
		if ask.Class != "" {
			said += ", " + string(ask.Class)
		}
		if ask.Source != "" {
			said += " (" + ask.Source + ")"
		}
		out = append(out, said)
	}
	if slices.Contains(f.Problem.Parties[q].RedLines, bargain.Pair{Choice: i, Variant: a}) {
		out = append(out, "does not accept it")
	}
	return strings.Join(out, "; ")
}

// sheetNotes is what is said of the whole: whose the estimates are, what excludes each
// other, what is linked, what would change the answers.
func (f *packagesFound) sheetNotes() sheet.Sheet {
	name := "Notes"
	if f.conflict != nil {
		name = "Conflicts"
	}
	out := sheet.Sheet{Name: name, Widths: []float64{34, 100}, Rows: [][]any{{"About", "Note"}}}
	add := func(about, note string) { out.Rows = append(out.Rows, []any{about, note}) }
	add("what is chosen", fmt.Sprintf("%s: %s, %s, %s", orWords(f.Title, "Packages"), plural(len(f.Problem.Choices), "choice"),
		partiesCounted(len(f.Problem.Parties)), outcomesCounted(f.Problem.Outcomes())))
	if f.Numbers {
		add("estimates", f.whose())
	}
	if f.conflict != nil {
		for _, d := range f.conflict.Demands {
			add("what excludes each other", f.demand(d))
		}
	}
	for _, l := range f.Problem.Linkages {
		add("linkage", strings.TrimPrefix(l.Name+": ", ": ")+f.linkage(l))
	}
	for _, s := range f.solutions {
		if !s.Proven {
			add(inWords[s.Kind], "Not proven: none has an objective beyond "+number(s.Bound)+".")
		}
		for _, n := range f.notes(s.Kind, 5) {
			add(inWords[s.Kind], n)
		}
	}
	for _, k := range f.without {
		add(inWords[k], "No such package was found.")
	}
	if f.least != nil && !f.leastSure {
		add("smallest changes", "The time was over before all were looked at.")
	}
	if f.set != nil && !f.set.Complete {
		add("efficient packages", "The time was over before all were found.")
	}
	for _, n := range f.blockNotes() {
		add("what it costs to leave a choice", n)
	}
	return out
}
