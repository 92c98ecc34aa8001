package lint

import (
	"fmt"
	"strings"
	"unicode"

	"nonpaper/internal/plan"
	"nonpaper/internal/refs"
)

// numbered is one number of a series.
type numbered struct {
	number string
	value  plan.Number
	part   string
	at     int
}

// numbers checks the numbers of points, annexes, footnotes and parts.
func (c *checker) numbers() {
	places, _ := refs.Places(&c.Plan)
	series := map[string][]numbered{}
	var order []string
	add := func(key, number, part string, line int) {
		if number == "" || line < 1 {
			return
		}
		digits := number
		if _, ok := plan.ParseNumber(number); !ok { // PP1, OP2
			digits = strings.TrimLeftFunc(number, unicode.IsUpper)
			key += number[:len(number)-len(digits)]
		}
		v, ok := plan.ParseNumber(digits)
		if !ok {
			return
		}
		from, to := c.Source.Line(line)
		at := from
		if k := strings.Index(c.src[from:to], number); k >= 0 {
			at += k
		}
		if len(series[key]) == 0 {
			order = append(order, key)
		}
		series[key] = append(series[key], numbered{number, v, part, at})
	}
	part, partLine := "", 0
	for i, p := range places {
		pt := &c.Plan.Points[i]
		if pt.PartLabel != part && pt.PartLabel != "" {
			part = pt.PartLabel
			partLine = c.lineBack(pt.PartLabel, pt.Line, partLine)
			name, number, _ := strings.Cut(part, " ")
			add("part "+strings.ToLower(name), number, "", partLine)
		}
		name := string(p.Kind)
		if p.Kind == plan.KindDefinition {
			name = string(plan.KindPoint)
		}
		if k, ok := refs.LabelKind(p.Label); ok {
			name = string(k)
		}
		add(name, p.Number, p.Part, pt.Line)
	}
	for _, key := range order {
		c.series(key, series[key])
	}
}

// lineBack finds the line above a point in which the label of its part stands.
func (c *checker) lineBack(label string, line, after int) int {
	for n := line - 1; n > after && n > line-200; n-- {
		from, to := c.Source.Line(n)
		if strings.Contains(c.src[from:to], label) {
			return n
		}
	}
	return 0
}

// series checks one series of numbers. One that does not begin at its beginning,
// or has more gaps than a third of its numbers, is an excerpt, and gaps in it say
// nothing.
func (c *checker) series(key string, list []numbered) {
	kind := strings.TrimPrefix(key, "part ")
	seen := map[string]int{} // by part and value
	var gaps, others []Finding
	whole, slip := false, false
	for i, x := range list {
		stem, _, _, _ := x.value.Parts()
		if i == 0 {
			whole = len(stem) > 0 && stem[len(stem)-1] <= 1
		}
		id := x.part + "\x00" + x.value.Key()
		if first, twice := seen[id]; twice {
			if kind == string(refs.Footnote) || slip { // told of footnotes; or the one before had the wrong number
				slip = false
				continue
			}
			c.twice, slip = true, true
			c.add("number-twice", x.at, "%s %s is there twice, here and in line %d", kind, x.number, c.Source.LineOf(list[first].at))
			continue
		}
		seen[id] = i
		if i == 0 {
			continue
		}
		prev, slipped := list[i-1], slip
		slip = false
		if x.part != prev.part && len(stem) == 1 && stem[0] == 1 { // each part begins anew
			continue
		}
		switch missing, step := between(prev.value, x.value); {
		case slipped && step == jumps:
		case step == skips:
			slip = true
			c.add("number-gap", x.at, "%s %s follows %s: %s", kind, x.number, prev.number, missing)
		case step == backwards && x.part != prev.part: // points that are grouped by subject
		case step == backwards:
			others = append(others, Finding{Text: fmt.Sprintf("%s %s stands behind %s", kind, x.number, prev.number), at: x.at})
		case step == jumps:
			gaps = append(gaps, Finding{Text: fmt.Sprintf("%s %s follows %s: %s", kind, x.number, prev.number, missing), at: x.at, order: i})
			slip = true
		}
	}
	if len(others) > max(1, len(list)/4) { // another text's numbers, in the order of this one
		return
	}
	for _, f := range others {
		c.add("number-order", f.at, "%s", f.Text)
	}
	if !whole || len(gaps) > max(1, len(list)/3) {
		c.excerpts[kind] = true
		return
	}
	for _, f := range gaps {
		if allThere(list, f.order) {
			continue
		}
		c.add("number-gap", f.at, "%s", f.Text)
		from, _, _, _ := list[f.order-1].value.Parts()
		to, _, _, _ := list[f.order].value.Parts()
		for n := from[len(from)-1] + 1; len(from) == 1 && len(to) == 1 && n < to[0]; n++ {
			c.missing[fmt.Sprint(kind, " ", n)] = len(c.found) - 1
		}
	}
}

// allThere reports whether the whole numbers between one number of a series and
// the one before it stand elsewhere: what was moved leaves no gap.
func allThere(list []numbered, i int) bool {
	from, _, _, _ := list[i-1].value.Parts()
	to, _, ordinal, _ := list[i].value.Parts()
	if len(from) != 1 || len(to) != 1 || to[0] <= from[0] {
		return false
	}
	end := to[0]
	if ordinal > 0 {
		end++
	}
	there := map[int]bool{}
	for _, x := range list {
		if stem, letter, ordinal, alt := x.value.Parts(); len(stem) == 1 && letter+ordinal+alt == 0 {
			there[stem[0]] = true
		}
	}
	for n := from[0] + 1; n < end; n++ {
		if !there[n] {
			return false
		}
	}
	return true
}

type step uint8

const (
	fits  step = iota
	jumps      // whole numbers are missing
	skips      // of 9, 9 bis, 9 ter one is missing
	backwards
)

// between says whether a number can follow another, and else what is missing.
func between(prev, next plan.Number) (missing string, how step) {
	a, aLetter, aOrdinal, aAlt := prev.Parts()
	b, bLetter, bOrdinal, bAlt := next.Parts()
	if next.Compare(prev) < 0 {
		return "", backwards
	}
	n := min(len(a), len(b))
	k := 0
	for k < n && a[k] == b[k] {
		k++
	}
	switch {
	case k == len(a) && k == len(b): // 9 and 9 bis
		switch {
		case bLetter != aLetter:
			if bLetter > aLetter+1 {
				return fmt.Sprintf("%s is missing", letterNumber(b, aLetter+1)), skips
			}
		case bOrdinal != aOrdinal:
			if bOrdinal > max(aOrdinal, 1)+1 {
				return "what comes between is missing", skips
			}
		case bAlt > aAlt+1:
			return "an alternative is missing", skips
		}
		return "", fits
	case k == len(a): // 3 and 3.1
		if b[k] > 1 {
			return fmt.Sprintf("%s is missing", dotted(b[:k], 1)), jumps
		}
		return "", fits
	case k == len(b):
		return "", fits
	}
	if k < len(b)-1 && b[len(b)-1] > 1 { // 3.2 and 4.2
		return fmt.Sprintf("%s is missing", dotted(b[:len(b)-1], 1)), jumps
	}
	switch d := b[k] - a[k]; {
	case d == 2:
		return fmt.Sprintf("%s is missing", dotted(b[:k], b[k]-1)), jumps
	case d > 2:
		return fmt.Sprintf("%s to %s are missing", dotted(b[:k], a[k]+1), dotted(b[:k], b[k]-1)), jumps
	case bOrdinal > 0 && bLetter == 0:
		return fmt.Sprintf("there is no %s to which it is added", dotted(b[:k], b[k])), jumps
	}
	return "", fits
}

func dotted(stem []int, last int) string {
	var b strings.Builder
	for _, n := range stem {
		fmt.Fprintf(&b, "%d.", n)
	}
	return b.String() + fmt.Sprint(last)
}

func letterNumber(stem []int, letter int) string {
	return dotted(stem[:len(stem)-1], stem[len(stem)-1]) + string(rune('a'+letter-1))
}
