package view

import (
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Involved is how a party was involved in a point, as the record has it: consulted
// where it gave something on it, was asked, or was met about it; informed where it was
// given or told of it.
type Involved struct {
	How   event.Involvement
	Since event.When // since when; zero for neither
	By    string     // of a consultation by what: a label, or "at the table"
}

// involvements are those of all parties in all points of a drafting room.
type involvements struct {
	of     map[ident.Code]map[ident.Point]Involved
	points map[ident.Point]Involved // made public: it informs everybody
}

// At is how a party was involved in a point.
func (x *involvements) at(party ident.Code, point ident.Point) Involved {
	own, public := x.of[party][point], x.points[point]
	switch {
	case own.How == event.Consulted, own.How == event.Informed && (public.How == "" || own.Since.From <= public.Since.From):
		return own
	case public.How != "":
		return public
	}
	return Involved{How: event.Neither}
}

// note takes something that involves a party in a point: consulting counts more than
// informing, and of the same the earliest.
func (x *involvements) note(party ident.Code, point ident.Point, i Involved) {
	if x.of[party] == nil {
		x.of[party] = map[ident.Point]Involved{}
	}
	earliest(x.of[party], point, i)
}

func earliest(of map[ident.Point]Involved, point ident.Point, i Involved) {
	was, is := of[point]
	if !is || was.How == event.Informed && i.How == event.Consulted || was.How == i.How && i.Since.From < was.Since.From {
		of[point] = i
	}
}

// involved draws up from the record who was involved in which points.
func involved(s *room.State, ledger []Line) *involvements {
	x := &involvements{map[ident.Code]map[ident.Point]Involved{}, map[ident.Point]Involved{}}
	for _, it := range s.Items {
		points := gaveOn(s, it)
		for _, c := range it.Parties {
			for _, p := range points {
				x.note(c, p, Involved{event.Consulted, it.When, string(it.Label)})
			}
		}
	}
	for _, g := range s.Agreed {
		for _, c := range g.Parties {
			x.note(c, g.Point, Involved{event.Consulted, g.When, "at the table"})
		}
	}
	for _, y := range s.Silences {
		for _, p := range y.SilenceOpened.Points {
			for _, c := range y.Parties {
				x.note(c, p.Point, Involved{event.Consulted, y.When, string(y.Label)})
			}
		}
	}
	for _, m := range s.Meetings {
		x.met(s, m)
	}
	for i := range ledger {
		x.told(s, &ledger[i])
	}
	return x
}

// met takes a meeting that was held about points: whoever took part was consulted.
func (x *involvements) met(s *room.State, m *room.Meeting) {
	if m.Held == nil || !m.Kind.IsMeeting() {
		return
	}
	when := m.Held.When
	if m.On.From != 0 {
		when = m.On.ByClock()
	}
	for _, w := range m.With {
		party := w.Party
		if party == "" {
			party = s.PartyOf(w.Person)
		}
		if party == "" {
			continue
		}
		for _, p := range m.Points {
			x.note(party, p, Involved{event.Consulted, when, string(m.Label)})
		}
	}
}

// told takes what was given. What a person was told for themselves, or is only
// reported, informs no party.
func (x *involvements) told(s *room.State, l *Line) {
	if !l.Told() || l.Own {
		return
	}
	i := Involved{How: event.Informed, Since: l.When}
	points := make([]ident.Point, 0, len(l.Points))
	for k := range l.Points {
		if !l.Points[k].Deleted {
			points = append(points, l.Points[k].ID)
		}
	}
	if len(l.Points) == 0 && l.Whole { // a briefing on the whole
		for _, r := range livePoints(s) {
			points = append(points, r.ID)
		}
	}
	for _, p := range points {
		if l.Mode == event.ModePublic {
			earliest(x.points, p, i)
			continue
		}
		x.note(l.Party, p, i)
	}
}

// gaveOn are the points on which an item says something, by itself or on what was
// given on them. What was recorded by mistake, or is disowned, was not given.
func gaveOn(s *room.State, it *room.Item) []ident.Point {
	if slices.ContainsFunc(it.Ends, func(e room.Ended) bool { return e.End == event.Undone }) {
		return nil
	}
	if n := len(it.Answers); n > 0 && it.Answers[n-1].Answer == event.Disowned {
		return nil
	}
	switch {
	case it.Reply != nil && it.Reply.Point != "":
		return []ident.Point{it.Reply.Point}
	case it.Reply != nil:
		return pointsBehind(s, it.Reply.On)
	case it.Position == nil:
		return PointsOf(it)
	case it.Position.Stance == event.NotStated:
		return nil
	case it.Position.Point == "":
		return pointsBehind(s, it.Position.On)
	}
	return PointsOf(it)
}

// pointsBehind are the points of what something was said on.
func pointsBehind(s *room.State, on ident.Label) []ident.Point {
	if it := s.Item(on); it != nil {
		return PointsOf(it)
	}
	return nil
}
