package view

import (
	"slices"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/marked"
	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
)

// asGiven reads the points of what was given with brackets that name who holds what: the
// positions that everybody in the room was given with the words. By the point; none where
// nobody is named.
func asGiven(s *room.State, g *room.Given) map[ident.Point]*bracket.Point {
	if !g.Bracketed || g.Rendering == event.Unattributed {
		return nil
	}
	var parties []ident.Code
	for _, p := range s.InOrder() {
		parties = append(parties, p.Code)
	}
	out := map[ident.Point]*bracket.Point{}
	for i := range g.Points {
		q := &g.Points[i]
		if q.Deleted || !hasBracket(q.Heading) && !hasBracket(q.Body) {
			continue
		}
		src := q.Heading + "\n\n" + q.Body
		p := room.ToPlan(*q)
		origin := plan.Origin{Body: []plan.Stretch{{At: 0, From: len(q.Heading) + 2, Len: len(q.Body)}}}
		if q.Heading != "" {
			origin.Heading = []plan.Stretch{{At: 0, From: 0, Len: len(q.Heading)}}
		}
		read := marks.Of(src, marks.Setting{Parties: parties, Dialect: marks.InConference})
		text, _ := marked.Text(marked.Input{Text: plan.Text{Points: []plan.Point{p}}, Origins: []plan.Origin{origin}, Marks: read})
		if len(text.Points) == 1 {
			text.Number()
			out[q.ID] = &text.Points[0]
		}
	}
	return out
}

func hasBracket(s string) bool { return slices.Contains([]byte(s), '[') }
