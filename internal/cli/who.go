package cli

import (
	"cmp"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// variantOut is who wants one variant of a bracket.
type variantOut struct {
	Bracket  string   `json:"bracket"`
	Words    string   `json:"words"`
	Own      bool     `json:"own"` // the text's own
	Proposed []string `json:"proposedBy"`
	Supports []string `json:"supportedBy"`
	Retains  []string `json:"retainedBy"`
	Opposes  []string `json:"opposedBy"`
	Others   []string `json:"otherPositions"` // "DOV can live with it"
}

// pointWho is who wants what at one point.
type pointWho struct {
	Point    string       `json:"point"`
	Variants []variantOut `json:"variants"`
	Silent   []string     `json:"gaveNothing"`
}

// whoWants says of each variant of the points shown who proposes, supports, retains
// and opposes it, by what was given, and who gave nothing on the point.
func whoWants(x *app.Compiled, only []ident.Point) []pointWho {
	out := []pointWho{}
	given := giftsOf(x.Drafting)
	for i := range x.Text.Points {
		q := &x.Text.Points[i]
		if len(only) > 0 && !slices.Contains(only, q.ID) {
			continue
		}
		w := pointWho{Point: q.Number, Variants: []variantOut{}, Silent: given.silent(x, q)}
		add := func(b *bracket.Bracket) bool {
			for k := range b.Variants {
				w.Variants = append(w.Variants, given.whoHolds(x, q, b, &b.Variants[k]))
			}
			return true
		}
		q.Heading.Brackets(add)
		q.Wording.Brackets(add)
		out = append(out, w)
	}
	return out
}

// gifts are what parties gave in a room, as they are looked up at each point.
type gifts struct {
	positions map[ident.Label][]*room.Item // by what they are on, the latest first
	spoke     map[ident.Point]map[ident.Code]bool
	asked     []ident.Code // sides, in printed order
}

func giftsOf(s *room.State) gifts {
	g := gifts{map[ident.Label][]*room.Item{}, map[ident.Point]map[ident.Code]bool{}, nil}
	for _, it := range slices.Backward(s.Items) {
		if !it.Live() {
			continue
		}
		if it.Position != nil {
			g.positions[it.Position.On] = append(g.positions[it.Position.On], it)
			if it.Position.Stance == event.NotStated {
				continue
			}
		}
		for _, p := range view.PointsOf(it) {
			if g.spoke[p] == nil {
				g.spoke[p] = map[ident.Code]bool{}
			}
			for _, c := range it.Sponsors() {
				g.spoke[p][c] = true
			}
		}
	}
	for _, p := range s.InOrder() {
		if view.HasToAgree(p) {
			g.asked = append(g.asked, p.Code)
		}
	}
	return g
}

func (g *gifts) whoHolds(x *app.Compiled, q *bracket.Point, b *bracket.Bracket, v *bracket.Variant) variantOut {
	out := variantOut{Bracket: string(b.Number), Words: strings.TrimSpace(notation.Write(v.Wording, notation.Conference, nil)),
		Proposed: []string{}, Supports: []string{}, Retains: []string{}, Opposes: []string{}, Others: []string{}}
	var behind []*room.Item
	for _, c := range v.By {
		it := x.Behind(c, q)
		switch {
		case c == ident.Base:
			out.Own = true
		case it == nil || !slices.Contains(it.Sponsors(), c):
			out.Supports = append(out.Supports, string(c))
		case it.Proposal.Act == "keep":
			out.Retains = append(out.Retains, string(c)+" ("+string(it.Label)+")")
		default:
			out.Proposed = append(out.Proposed, string(c)+" ("+string(it.Label)+")")
		}
		if it != nil && !slices.Contains(behind, it) {
			behind = append(behind, it)
		}
	}
	for _, it := range g.latestOn(x.Drafting, behind) {
		for _, c := range it.Sponsors() {
			switch name := string(c); {
			case slices.Contains(v.By, c):
			case it.Position.Stance == event.Opposes:
				out.Opposes = append(out.Opposes, name)
			case it.Position.Stance != event.Supports && it.Position.Stance != event.NotStated:
				out.Others = append(out.Others, name+" "+strings.ReplaceAll(string(it.Position.Stance), "-", " "))
			}
		}
	}
	return out
}

// latestOn are the positions on some items, of each party the latest, in printed
// order of the parties.
func (g *gifts) latestOn(s *room.State, on []*room.Item) (out []*room.Item) {
	for _, o := range on {
		seen := map[ident.Code]bool{}
		for _, it := range g.positions[o.Label] {
			fresh := false
			for _, c := range it.Sponsors() {
				fresh = fresh || !seen[c]
				seen[c] = true
			}
			if fresh {
				out = append(out, it)
			}
		}
	}
	slices.SortFunc(out, func(a, b *room.Item) int {
		return cmp.Or(s.Compare(a.Sponsors()[0], b.Sponsors()[0]), -cmp.Compare(a.Seq, b.Seq))
	})
	return out
}

// silent are the sides that gave nothing on a point.
func (g *gifts) silent(x *app.Compiled, q *bracket.Point) []string {
	out := []string{}
	for _, c := range g.asked {
		if !slices.Contains(q.Speaks, c) && !g.spoke[q.ID][c] {
			out = append(out, string(c))
		}
	}
	return out
}

// sayWho says who wants what, one line a variant.
func sayWho(list []pointWho) string {
	var b strings.Builder
	for _, w := range list {
		var rows [][]string
		for _, v := range w.Variants {
			words := "“" + short(v.Words) + "”"
			if v.Words == "" {
				words = "(no words)"
			}
			var who []string
			if v.Own {
				who = append(who, "the text's own")
			}
			for _, x := range []struct {
				what string
				list []string
			}{{"proposed by ", v.Proposed}, {"supported by ", v.Supports}, {"retained by ", v.Retains}, {"opposed by ", v.Opposes}, {"", v.Others}} {
				if len(x.list) > 0 {
					who = append(who, x.what+strings.Join(x.list, ", "))
				}
			}
			rows = append(rows, []string{"  " + v.Bracket, words, strings.Join(who, "; ")})
		}
		if len(rows) == 0 && len(w.Silent) == 0 {
			continue
		}
		b.WriteString("\nPoint " + w.Point + ", who wants what\n" + columns(rows))
		if len(w.Silent) > 0 {
			b.WriteString("  gave nothing on it: " + strings.Join(w.Silent, ", ") + "\n")
		}
	}
	return b.String()
}
