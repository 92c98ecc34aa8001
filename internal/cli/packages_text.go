package cli

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/bargain"
)

// inWords says in what sense a package is best. The words are the same for every
// party, and none is about who gets more.
var inWords = map[bargain.Kind]string{
	bargain.Sum:            "greatest sum of the estimates",
	bargain.Nash:           "greatest product of what each has over its limit (Nash; as a sum of logarithms)",
	bargain.MaxMin:         "greatest lowest margin over an estimated limit",
	bargain.KS:             "furthest for all on the way to the best that each could have (Kalai-Smorodinsky)",
	bargain.LeastChange:    "smallest change to the present text",
	bargain.MostAcceptable: "accepted by all in the most scenarios",
}

func (f *packagesFound) text() string {
	var b strings.Builder
	title := f.Title
	if title == "" {
		title = "Packages"
	}
	fmt.Fprintf(&b, "%s: %s, %s, %s\n", title, plural(len(f.Problem.Choices), "choice"), partiesCounted(len(f.Problem.Parties)), outcomesCounted(f.Problem.Outcomes()))
	if f.Numbers {
		b.WriteString(f.whose() + "\n")
	}
	f.textAsks(&b)
	if f.conflict != nil {
		f.textConflict(&b)
		return b.String()
	}
	if f.Problem.Baseline != nil && f.least != nil {
		f.textLeast(&b)
	} else if !f.Numbers {
		b.WriteString("\nSomething keeps every must-have and linkage. To list packages by how much they change, say for each choice which variant is the present text (baseline).\n")
	}
	for k, s := range f.solutions {
		f.textSolution(&b, s, f.solutions[:k])
	}
	for _, k := range f.without {
		fmt.Fprintf(&b, "\n%s: no such package was found.\n", strings.ToUpper(inWords[k][:1])+inWords[k][1:])
	}
	f.textEfficient(&b)
	f.textChanges(&b)
	return b.String()
}

func partiesCounted(n int) string {
	if n == 1 {
		return "1 party"
	}
	return fmt.Sprintf("%d parties", n)
}

func outcomesCounted(n float64) string {
	if n < 1e9 {
		return plural(int(n), "package")
	}
	return fmt.Sprintf("10^%.0f packages", math.Log10(n))
}

// whose says whose the estimates are, and who may see them.
func (f *packagesFound) whose() string {
	if f.By == "" {
		return "Private: the values are those of the file, kept in no process and in no record."
	}
	date := ""
	if f.Date != "" {
		date = ", " + f.Date
	}
	return fmt.Sprintf("Private: estimates by %s%s, kept in the file alone, in no process and in no record.", f.By, date)
}

// textAsks is what each party said, without numbers.
func (f *packagesFound) textAsks(b *strings.Builder) {
	rows := [][]string{{"Choice"}}
	for _, pt := range f.Problem.Parties {
		rows[0] = append(rows[0], pt.Name)
	}
	said := false
	for i := range f.Problem.Choices {
		row := []string{f.choice(i)}
		for q := range f.Problem.Parties {
			c := "-"
			if f.Asks != nil && f.Asks[q][i].Class != "" {
				c, said = string(f.Asks[q][i].Class), true
			}
			row = append(row, c)
		}
		rows = append(rows, row)
	}
	if said {
		b.WriteString("\nWhat each party said\n" + columns(rows))
	}
}

func (f *packagesFound) textConflict(b *strings.Builder) {
	b.WriteString("\nNo package keeps everything. These exclude each other:\n")
	for _, d := range f.conflict.Demands {
		b.WriteString("  - " + f.demand(d) + "\n")
	}
	if f.conflict.Smallest {
		b.WriteString("No smaller number of them does. ")
	}
	b.WriteString("Without any one of these, the others can be kept together.\n")
}

func (f *packagesFound) textLeast(b *strings.Builder) {
	limit := ""
	if f.Numbers {
		limit = ", estimated limit"
	}
	fmt.Fprintf(b, "\nPackages that keep every must-have%s and linkage, the smallest change first\n", limit)
	for k, pkg := range f.least {
		var changed []string
		for i, a := range pkg {
			if a != f.Problem.Baseline[i] {
				changed = append(changed, fmt.Sprintf("      %s: %s (now %s)\n", f.choice(i), f.variant(i, a), f.variant(i, f.Problem.Baseline[i])))
			}
		}
		if len(changed) == 0 {
			fmt.Fprintf(b, "%4d  the present text as it stands\n", k+1)
		} else {
			fmt.Fprintf(b, "%4d  %s\n%s", k+1, plural(len(changed), "change"), strings.Join(changed, ""))
		}
		for _, line := range f.accepting(pkg) {
			b.WriteString("      " + line + "\n")
		}
	}
	if !f.leastSure {
		b.WriteString("The time was over before all were looked at (--limit).\n")
	}
}

// accepting says what each party would have to accept in a package: what it asked
// for otherwise.
func (f *packagesFound) accepting(pkg []int) (out []string) {
	if f.Asks == nil {
		return nil
	}
	for q, pt := range f.Problem.Parties {
		var parts []string
		for i, a := range pkg {
			ask := f.Asks[q][i]
			if len(ask.Wants) == 0 || slices.Contains(ask.Wants, a) {
				continue
			}
			class := ""
			if ask.Class != "" {
				class = " (" + string(ask.Class) + ")"
			}
			parts = append(parts, fmt.Sprintf("%s %s%s", f.Problem.Choices[i].Name, f.variant(i, a), class))
		}
		if len(parts) > 0 {
			out = append(out, pt.Name+" would accept: "+strings.Join(parts, "; "))
		}
	}
	return out
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

func (f *packagesFound) textSolution(b *strings.Builder, s bargain.Solution, before []bargain.Solution) {
	if s.Kind == bargain.LeastChange && !f.Numbers {
		return // it stands first in the list
	}
	fmt.Fprintf(b, "\n%s: %s", strings.ToUpper(inWords[s.Kind][:1])+inWords[s.Kind][1:], number(s.Objective))
	if s.Proven {
		b.WriteString(", proven\n")
	} else {
		more := "more"
		if s.Kind == bargain.LeastChange {
			more = "less"
		}
		fmt.Fprintf(b, "; the best found in the time; none has %s than %s\n", more, number(s.Bound))
	}
	if k := slices.IndexFunc(before, func(o bargain.Solution) bool { return slices.Equal(o.Package, s.Package) }); k >= 0 {
		fmt.Fprintf(b, "  the same package as that with the %s\n", inWords[before[k].Kind])
		return
	}
	rows := [][]string{}
	for i, a := range s.Package {
		note := ""
		if f.Problem.Baseline != nil && f.Problem.Baseline[i] == a {
			note = "as in the present text"
		}
		rows = append(rows, []string{"  " + f.choice(i), f.variant(i, a), note})
	}
	b.WriteString(columns(rows))
	rows = [][]string{{"  Party", "estimate", "limit", "margin"}}
	if f.Problem.Baseline != nil {
		rows[0] = append(rows[0], "present text")
	}
	for q, pt := range f.Problem.Parties {
		row := []string{"  " + pt.Name, number(s.Values[q]), number(pt.Reservation), number(s.Values[q] - pt.Reservation)}
		if f.Problem.Baseline != nil {
			row = append(row, number(f.Problem.Parties[q].Utility(f.Problem.Baseline)))
		}
		rows = append(rows, row)
	}
	b.WriteString(columns(rows))
	if c, ok := f.chances[s.Kind]; ok && f.uncertain() {
		fmt.Fprintf(b, "  All accept in %s of %d scenarios (standard error %s).\n", number(c.Share), c.Scenarios, number(c.Error))
	}
}

func (f *packagesFound) uncertain() bool {
	return slices.ContainsFunc(f.Problem.Parties, func(pt bargain.Party) bool { return pt.Spread != nil || pt.ReservationSpread != 0 })
}

func (f *packagesFound) textEfficient(b *strings.Builder) {
	if f.set == nil {
		return
	}
	const most = 50
	n := len(f.set.Packages)
	switch {
	case !f.set.Complete:
		b.WriteString("\nThe time was over before the efficient packages were found (--limit, or --tolerance for a cover).\n")
		return
	case f.set.Tolerance > 0:
		fmt.Fprintf(b, "\n%s cover all in which nobody can have more without somebody having less; nobody misses more than %s (--limit and --tolerance say how near)\n", plural(n, "package"), number(f.set.Tolerance))
	default:
		fmt.Fprintf(b, "\n%s in which nobody can have more without somebody having less\n", plural(n, "package"))
	}
	rows := [][]string{{"  "}}
	for _, pt := range f.Problem.Parties {
		rows[0] = append(rows[0], pt.Name)
	}
	for k, x := range f.set.Packages {
		if k == most {
			break
		}
		row := []string{fmt.Sprintf("%4d", k+1)}
		for _, u := range x.Values {
			row = append(row, number(u))
		}
		rows = append(rows, row)
	}
	b.WriteString(columns(rows))
	if n > most {
		fmt.Fprintf(b, "and %d more: --as json has all of them, with their choices.\n", n-most)
	}
}

func (f *packagesFound) textChanges(b *strings.Builder) {
	for _, s := range f.solutions {
		notes := f.notes(s.Kind, 5)
		if len(notes) == 0 {
			continue
		}
		fmt.Fprintf(b, "\nWhat would change the answer (%s)\n", inWords[s.Kind])
		for _, n := range notes {
			b.WriteString("  - " + n + "\n")
		}
	}
	if notes := f.blockNotes(); len(notes) > 0 {
		b.WriteString("\nWhat it costs to leave a choice as it stands\n")
		for _, n := range notes {
			b.WriteString("  - " + n + "\n")
		}
	}
}

// notes are the nearest changes of an answer, in neutral words.
func (f *packagesFound) notes(kind bargain.Kind, most int) (out []string) {
	for _, c := range f.changes[kind] {
		if len(out) == most {
			break
		}
		name := f.Problem.Parties[c.Party].Name
		if c.Choice < 0 {
			out = append(out, fmt.Sprintf("Should the limit of %s be higher than estimated by more than %s, this package would lie below it.", name, number(c.By)))
			continue
		}
		out = append(out, fmt.Sprintf("%s: should %q mean less to %s than estimated by more than %s, a package with another wording would do as well.",
			f.Problem.Choices[c.Choice].Name, f.variant(c.Choice, c.Variant), name, number(c.By)))
	}
	return out
}

func (f *packagesFound) blockNotes() (out []string) {
	for _, x := range f.blocks {
		switch {
		case !x.Found:
			out = append(out, f.choice(x.Choice)+": with the present words no package keeps everything.")
		case x.Gain > bargain.Tolerance:
			out = append(out, fmt.Sprintf("%s: with the present words the greatest lowest margin is lower by %s.", f.choice(x.Choice), number(x.Gain)))
		}
	}
	return out
}
