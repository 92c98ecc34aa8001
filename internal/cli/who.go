package cli

import (
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
	for i := range x.Text.Points {
		q := &x.Text.Points[i]
		if len(only) > 0 && !slices.Contains(only, q.ID) {
			continue
		}
		w := pointWho{Point: q.Number, Variants: []variantOut{}, Silent: silent(x, q)}
		add := func(b *bracket.Bracket) bool {
			for k := range b.Variants {
				w.Variants = append(w.Variants, whoHolds(x, q, b, &b.Variants[k]))
			}
			return true
		}
		q.Heading.Brackets(add)
		q.Wording.Brackets(add)
		out = append(out, w)
	}
	return out
}

func whoHolds(x *app.Compiled, q *bracket.Point, b *bracket.Bracket, v *bracket.Variant) variantOut {
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
	for _, it := range latestOn(x.Drafting, behind) {
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
func latestOn(s *room.State, on []*room.Item) (out []*room.Item) {
	type key struct {
		party ident.Code
		on    ident.Label
	}
	seen := map[key]bool{}
	for _, it := range slices.Backward(s.Items) {
		if it.Position == nil || !it.Live() || !slices.ContainsFunc(on, func(o *room.Item) bool { return o.Label == it.Position.On }) {
			continue
		}
		fresh := false
		for _, c := range it.Sponsors() {
			k := key{c, it.Position.On}
			fresh = fresh || !seen[k]
			seen[k] = true
		}
		if fresh {
			out = append(out, it)
		}
	}
	slices.SortStableFunc(out, func(a, b *room.Item) int { return s.Compare(a.Sponsors()[0], b.Sponsors()[0]) })
	return out
}

// silent are the sides that gave nothing on a point.
func silent(x *app.Compiled, q *bracket.Point) []string {
	out := []string{}
	for _, p := range x.Drafting.InOrder() {
		if !view.HasToAgree(p) || slices.Contains(q.Speaks, p.Code) {
			continue
		}
		if !slices.ContainsFunc(x.Drafting.Items, func(it *room.Item) bool {
			return it.Live() && slices.Contains(it.Sponsors(), p.Code) && slices.Contains(view.PointsOf(it), q.ID) && !(it.Position != nil && it.Position.Stance == event.NotStated)
		}) {
			out = append(out, string(p.Code))
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
