package styles

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Run is a stretch of words that stays (Same), or that is struck and what comes
// in its place; either of these may be empty.
type Run struct{ Same, Struck, Added string }

// Proposal is what one party wants of a whole point, against the base.
type Proposal struct {
	Ref     string // HAR/1/3: the party, its place in the printed order, which of its proposals
	Party   ident.Code
	Act     string // MOD, ADD, SUP or NOC
	Number  string // the point's, written together: 9bis
	After   ident.Point
	Heading []Run // none where it stays as it is
	Wording []Run // an ellipsis stands for lines that stay
}

// Proposals gives for every point of the text the proposals on it, in the
// printed order of the parties. A party that changes nothing has one only where
// it expressly retains the point (NOC).
func Proposals(t bracket.Text) [][]Proposal {
	out := make([][]Proposal, len(t.Points))
	count := map[ident.Code]int{}
	acts := map[ident.Code]map[ident.Point]bracket.Place{}
	for _, c := range t.Parties {
		acts[c] = map[ident.Point]bracket.Place{}
		for _, pl := range t.Sequence[c] {
			acts[c][pl.ID] = pl
		}
	}
	for i := range t.Points {
		p := &t.Points[i]
		for k, c := range t.Parties {
			if !slices.Contains(p.Speaks, c) {
				continue
			}
			place := acts[c][p.ID]
			act := actOf(p, c, place.Act == plan.ActKeep || t.Texts[c].Retain)
			if act == "" && place.Act == plan.ActMove {
				act = "MOD"
			}
			if act == "" {
				continue
			}
			count[c]++
			prop := Proposal{
				Ref: fmt.Sprintf("%s/%d/%d", c, k+1, count[c]), Party: c, Act: act,
				Number: strings.ReplaceAll(strings.TrimSpace(p.Label+" "+p.Number), " ", ""),
			}
			if p.Label != "" {
				prop.Number = strings.TrimSpace(p.Label + " " + strings.ReplaceAll(p.Number, " ", ""))
			}
			if prop.Number == "" {
				prop.Number = p.Spoken()
			}
			if act == "MOD" || act == "ADD" {
				prop.Heading, prop.Wording = brief(runs(p.Heading, c)), brief(runs(p.Wording, c))
			}
			if place.Act == plan.ActMove {
				prop.After = place.After
			}
			out[i] = append(out[i], prop)
		}
	}
	return out
}

func actOf(p *bracket.Point, c ident.Code, retains bool) string {
	own := [2]string{Reading(p.Heading, c), Reading(p.Wording, c)}
	base := [2]string{Reading(p.Heading, ident.Base), Reading(p.Wording, ident.Base)}
	none := [2]string{}
	switch {
	case own == base && (retains || spoke(p.Heading, c) || spoke(p.Wording, c)) && base != none:
		return "NOC"
	case own == base:
		return ""
	case own == none:
		return "SUP"
	case base[1] == "" && own[1] != "":
		return "ADD"
	}
	return "MOD"
}

// runs compares the party's reading with the base's along the brackets.
func runs(w bracket.Wording, c ident.Code) []Run {
	var out []Run
	same := func(s string) {
		if n := len(out); n > 0 && out[n-1].Same != "" {
			out[n-1].Same += s
		} else if s != "" {
			out = append(out, Run{Same: s})
		}
	}
	for _, it := range w {
		if it.Bracket == nil {
			same(it.Words)
			continue
		}
		ours, base := with(it.Bracket, c), with(it.Bracket, ident.Base)
		if ours == base {
			for _, r := range runs(it.Bracket.Variants[ours].Wording, c) {
				if r.Same != "" {
					same(r.Same)
				} else {
					out = append(out, r)
				}
			}
			continue
		}
		r := Run{Struck: Reading(it.Bracket.Variants[base].Wording, ident.Base), Added: Reading(it.Bracket.Variants[ours].Wording, c)}
		lead, tail := "", ""
		r, lead, tail = bared(r)
		same(lead)
		if r.Struck != "" || r.Added != "" {
			out = append(out, r)
		}
		same(tail)
	}
	return out
}

// brief leaves out what stays as it is, by whole lines: for each such stretch
// stands a line with an ellipsis, and where nothing changes nothing stands.
func brief(all []Run) []Run {
	var out []Run
	changed := false
	for i, r := range all {
		if r.Same == "" {
			out, changed = append(out, r), true
			continue
		}
		lines := strings.Split(r.Same, "\n")
		first, last := 0, len(lines)-1 // the whole lines between are left out
		if i > 0 {
			first++
		}
		if i+1 < len(all) {
			last--
		}
		if first <= last {
			lines = slices.Replace(lines, first, last+1, "…")
		}
		out = append(out, Run{Same: strings.Join(lines, "\n")})
	}
	if !changed {
		return nil
	}
	return out
}

// bared takes the blanks and line ends at the ends out of a change, so that the
// words alone are marked.
func bared(r Run) (out Run, lead, tail string) {
	const space = " \n"
	edge := func(s string) (string, string, string) {
		core := strings.Trim(s, space)
		if core == "" {
			return "", s, ""
		}
		at := strings.Index(s, core)
		return core, s[:at], s[at+len(core):]
	}
	a, la, ta := edge(r.Struck)
	b, lb, tb := edge(r.Added)
	lead, tail = la, tb // those of what stands first and last
	if a == "" {
		lead = lb
	}
	if b == "" {
		tail = ta
	}
	return Run{Struck: a, Added: b}, lead, tail
}
