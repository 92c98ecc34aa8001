package styles

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// Row is one line of the table of open places: the smallest contested unit, or a
// heading or wording without a bracket, which has one cell.
type Row struct {
	Point   *bracket.Point
	Heading bool          // it lies in the heading
	Bracket ident.Bracket // "" where nothing is contested
	Before  string        // agreed words before it, cut short
	Base    Cell
	After   string // agreed words after it, cut short
	Parties []Cell // as in Text.Parties
	Others  []Cell // wordings at which nobody is named
	Status  string
}

// Cell is what one text has at a place.
type Cell struct {
	Words string
	Said  string // "retains", "without it", "no text", "did not address it"; "" where the words say it
}

// What cells say where they hold no words.
const (
	SaidRetain = "retains"
	SaidNone   = "without it"
	SaidSilent = "no text"
	SaidPassed = "–" // it did not address the place
)

// Wide is the number of parties up to which each has a column of its own. Beyond
// it a line of paper has no room for them: then the wordings stand one below the
// other in one column, each with those who want it.
const Wide = 6

// Spread reports whether each party has a column of its own: where there are no
// more than Wide, all are named, and every wording is somebody's.
func Spread(t bracket.Text, named bool) bool {
	if len(t.Parties) > Wide || !named {
		return false
	}
	nobodys := func(b *bracket.Bracket) bool {
		return !slices.ContainsFunc(b.Variants, func(v bracket.Variant) bool { return len(v.By) == 0 && len(v.Wording) > 0 })
	}
	for i := range t.Points {
		if !t.Points[i].Heading.Brackets(nobodys) || !t.Points[i].Wording.Brackets(nobodys) {
			return false
		}
	}
	return true
}

// around is how many agreed words are shown on each side of a place.
const around = 6

// Rows gives the table's rows in reading order. A bracket within a variant has a
// row of its own, and stands in its variant's cell by its number. named says
// whether every party is named.
func Rows(t bracket.Text, named bool) []Row {
	var out []Row
	for i := range t.Points {
		p := &t.Points[i]
		n := len(out)
		if p.Heading.Count() > 0 {
			out = append(out, rowsOf(t, p, true, p.Heading)...)
		}
		if p.Wording.Count() > 0 {
			out = append(out, rowsOf(t, p, false, p.Wording)...)
		}
		if len(out) == n {
			row := Row{Point: p, Base: Cell{Words: Reading(p.Wording, ident.Base)}, Status: LevelOf(p, named).Short(named)}
			out = append(out, row)
		}
	}
	return out
}

func rowsOf(t bracket.Text, p *bracket.Point, heading bool, w bracket.Wording) []Row {
	var out []Row
	for i, it := range w {
		if it.Bracket == nil {
			continue
		}
		row := Row{Point: p, Heading: heading, Bracket: it.Bracket.Number, Status: statusOf(it.Bracket)}
		if i > 0 {
			row.Before = tail(w[i-1].Words, around)
		}
		if i+1 < len(w) {
			row.After = head(w[i+1].Words, around)
		}
		row.Base = cell(it.Bracket, ident.Base)
		for _, c := range t.Parties {
			cl := cell(it.Bracket, c)
			if cl.Said == SaidPassed && !slices.Contains(p.Speaks, c) {
				cl.Said = SaidSilent
			}
			row.Parties = append(row.Parties, cl)
		}
		for _, v := range it.Bracket.Variants {
			if len(v.By) == 0 && !slices.Contains(v.Holders, ident.Base) {
				row.Others = append(row.Others, cellOf(v))
			}
		}
		out = append(out, row)
		for _, v := range it.Bracket.Variants {
			out = append(out, rowsOf(t, p, heading, v.Wording)...)
		}
	}
	return out
}

// cell is what the code is printed with at the bracket.
func cell(b *bracket.Bracket, c ident.Code) Cell {
	for _, v := range b.Variants {
		base := slices.Contains(v.Holders, ident.Base) || slices.Contains(v.By, ident.Base)
		if c == ident.Base && base {
			return cellOf(v)
		}
		if !slices.Contains(v.By, c) {
			continue
		}
		if base && len(v.Wording) > 0 {
			return Cell{Said: SaidRetain}
		}
		return cellOf(v)
	}
	return Cell{Said: SaidPassed}
}

func cellOf(v bracket.Variant) Cell {
	if len(v.Wording) == 0 {
		return Cell{Said: SaidNone}
	}
	return Cell{Words: outline(v.Wording)}
}

// outline is a variant with the numbers of the brackets inside it.
func outline(w bracket.Wording) string {
	var b strings.Builder
	for _, it := range w {
		if it.Bracket == nil {
			b.WriteString(it.Words)
			continue
		}
		if lead := leads(it.Bracket); lead {
			b.WriteByte(' ')
		}
		b.WriteString("[" + string(it.Bracket.Number) + "]")
	}
	return strings.TrimSpace(b.String())
}

// leads reports whether a variant of the bracket begins with a blank.
func leads(b *bracket.Bracket) bool {
	for _, v := range b.Variants {
		if len(v.Wording) > 0 && strings.HasPrefix(v.Wording[0].Words, " ") {
			return true
		}
	}
	return false
}

// statusOf says what sort of a difference the bracket is.
func statusOf(b *bracket.Bracket) string {
	full, baseFull, none := 0, false, false
	for _, v := range b.Variants {
		base := slices.Contains(v.Holders, ident.Base)
		if len(v.Wording) == 0 {
			none = true
			continue
		}
		full++
		baseFull = baseFull || base
	}
	switch {
	case full == 1 && baseFull:
		return "open: to be deleted or kept"
	case full == 1 && none:
		return "open: to be added or not"
	case none:
		return fmt.Sprintf("open: %d wordings, or none", full)
	}
	return fmt.Sprintf("open: %d wordings", full)
}

func head(s string, n int) string {
	line, _, more := strings.Cut(strings.TrimPrefix(s, "\n"), "\n")
	fields := strings.Fields(line)
	if len(fields) > n {
		fields, more = fields[:n], true
	}
	out := strings.Join(fields, " ")
	if strings.HasPrefix(s, " ") {
		out = " " + out
	}
	if more && out != "" {
		out += " …"
	}
	return out
}

func tail(s string, n int) string {
	at := strings.LastIndexByte(strings.TrimSuffix(s, "\n"), '\n')
	fields := strings.Fields(s[at+1:])
	more := at >= 0
	if len(fields) > n {
		fields, more = fields[len(fields)-n:], true
	}
	out := strings.Join(fields, " ")
	if strings.HasSuffix(s, " ") {
		out += " "
	}
	if more && strings.TrimSpace(out) != "" {
		out = "… " + out
	}
	return out
}

// Holding is a wording of a place with those who are printed at it.
type Holding struct {
	By   []ident.Code
	Verb string // "retains" or ""
	Cell
}

// Wordings gathers the parties' cells of a row: each wording once, with all who
// want it, those nobody is named at last.
func (r Row) Wordings(t bracket.Text) []Holding {
	var out []Holding
	for i, c := range r.Parties {
		if c.Said == SaidPassed || c.Said == SaidSilent {
			continue
		}
		k := slices.IndexFunc(out, func(h Holding) bool { return h.Cell == c })
		if k < 0 {
			out = append(out, Holding{Cell: c})
			k = len(out) - 1
		}
		out[k].By = append(out[k].By, t.Parties[i])
	}
	for _, c := range r.Others {
		out = append(out, Holding{Cell: c})
	}
	return out
}
