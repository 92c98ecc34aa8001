package align

import (
	"fmt"
	"strings"

	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Overrule is a person's word on where a point stands.
type Overrule struct {
	Code    ident.Code // whose version; "" for every version
	Version string     // the point there, by printed number or identifier
	Base    string     // the base's point likewise, "" where it stands alone
}

// ParseOverrules reads a file of overrules, one a line:
//
//	E3 7 = 6      point 7 of E3 stands at point 6 of the base
//	E3 25 = new   point 25 of E3 stands at no point of the base
//	12 = p14      point 12 of every version stands at p14
//
// Numbers may have words behind them ("3 bis"). What follows # is a comment.
func ParseOverrules(src string) ([]Overrule, error) {
	var out []Overrule
	for i, line := range strings.Split(src, "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		left, right, ok := strings.Cut(line, "=")
		left, right = strings.TrimSpace(left), strings.TrimSpace(right)
		if !ok || left == "" || right == "" {
			return nil, fault.Invalidf("line %d: %.60q is no match", i+1, line).
				WithHint("A line reads \"E3 7 = 6\" or \"E3 25 = new\".")
		}
		o := Overrule{Version: left, Base: right}
		if first, rest, two := strings.Cut(left, " "); two && !isNumber(first) {
			code, err := ident.ParseCode(first)
			if err != nil {
				return nil, fault.Invalidf("line %d: %w", i+1, err)
			}
			o.Code, o.Version = code, strings.TrimSpace(rest)
		}
		if strings.EqualFold(right, "new") {
			o.Base = ""
		}
		out = append(out, o)
	}
	return out, nil
}

// isNumber reports whether a word is a point's number rather than a party's
// code, as the 3 of "3 bis".
func isNumber(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// byHand follows the overrules. Where two speak of one place, the first holds.
func (m *matcher) byHand(overrules []Overrule) []plan.Note {
	var notes []plan.Note
	for _, o := range overrules {
		v := find(m.version, o.Version)
		if v < 0 {
			if o.Code != "" {
				notes = append(notes, plan.Note{Text: fmt.Sprintf("--match speaks of point %s, which is not there", o.Version)})
			}
			continue
		}
		b := -1
		if o.Base != "" {
			if b = find(m.base, o.Base); b < 0 {
				notes = append(notes, plan.Note{Text: fmt.Sprintf("--match speaks of point %s of the base, which is not there", o.Base)})
				continue
			}
		}
		if m.settled[v] || b >= 0 && m.taken[b] {
			notes = append(notes, plan.Note{Text: fmt.Sprintf("--match speaks twice of point %s or its place; the first line holds", o.Version)})
			continue
		}
		m.settle(v, b, 1, ByHand)
	}
	return notes
}

// find looks a point up by its identifier, else by its printed number.
func find(points []plan.Point, name string) int {
	for i, p := range points {
		if string(p.ID) == name {
			return i
		}
	}
	for i, p := range points {
		if p.Number == name {
			return i
		}
	}
	return -1
}
