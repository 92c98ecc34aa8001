package cli

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// howPoints is what commands take that say how points stand.
type howPoints struct {
	reads
	Room       string `placeholder:"ROOM" help:"As this room knows it; else the drafting room, or the only room of the actor's."`
	Instrument string `placeholder:"NAME" help:"Else the only one."`
}

func (c *howPoints) standing(s *session, at app.AsOf) (*app.Standing, error) {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return nil, err
	}
	place, err := c.place(s, at)
	if err != nil {
		return nil, err
	}
	return s.Standing(s.ctx, s.actor, place, id, at)
}

// place is the room that is meant: the one that is named, the drafting room, or the only
// one of the actor's.
func (c *howPoints) place(s *session, at app.AsOf) (app.Place, error) {
	if c.Room != "" {
		return app.In(c.Room), nil
	}
	if _, err := s.Seat(s.ctx, s.actor, app.Drafting, at); err == nil {
		return app.Drafting, nil
	}
	seats, err := s.Seats(s.ctx, s.actor, at)
	if err != nil {
		return app.Place{}, err
	}
	seats = slices.DeleteFunc(seats, func(r *room.State) bool { return r.Kind != event.RoomConsultation && r.Kind != event.RoomPlenary })
	switch len(seats) {
	case 0:
		return app.Place{}, fault.NotFoundf("there is no room in which points are given to %s", s.actor.Person)
	case 1:
		return app.In(seats[0].ID.String()), nil
	}
	var all []string
	for _, r := range seats {
		all = append(all, r.Name)
	}
	return app.Place{}, fault.Invalidf("how points stand is not the same in every room").WithHint("Name one with --room: %s", strings.Join(all, ", "))
}

type statusCmd struct {
	howPoints
	Points []string `arg:"" optional:"" help:"Points by number or identity; else all."`
}

type statusOut struct {
	Point    string      `json:"point"`
	Number   string      `json:"number"`
	Status   string      `json:"status"`
	Brackets int         `json:"brackets"`
	Parked   int         `json:"parked"`
	Retained int         `json:"retained"`
	Parties  []partySaid `json:"parties"`
	Missing  []string    `json:"missing"`
	Reopened []string    `json:"reopened"`
	Pending  int         `json:"toCarryOver"`
}

type partySaid struct {
	Party  string    `json:"party"`
	Stands string    `json:"stands"`
	When   *whenJSON `json:"when"`
	Until  string    `json:"until,omitempty"`
	Room   string    `json:"room,omitempty"`
}

// closingRule is what is printed beneath every list of what is agreed.
const closingRule = "Wording outside brackets is not thereby agreed. Nothing is agreed until everything is agreed.\n"

func (c *statusCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		x, err := c.standing(s, at)
		if err != nil {
			return "", nil, err
		}
		want := commas(c.Points)
		out := []statusOut{}
		var rows [][]string
		counts := map[view.Status]int{}
		for i := range x.Points {
			st := &x.Points[i]
			if len(want) > 0 && !slices.ContainsFunc(want, func(w string) bool { return w == st.Number || strings.EqualFold(w, string(st.ID)) }) {
				continue
			}
			counts[st.Status]++
			rows = append(rows, []string{st.Number, sayStatus(st), strings.Join(sayStanding(st), "; ")})
			out = append(out, statusJSON(st, x.Room))
		}
		if len(rows) == 0 {
			return "No points.\n", out, nil
		}
		return columns(rows) + "\n" + sayCounts(counts) + closingRule, out, nil
	})
}

func statusJSON(st *view.PointStatus, in *room.State) statusOut {
	out := statusOut{Point: string(st.ID), Number: st.Number, Status: string(st.Status), Brackets: st.Brackets, Parked: st.Parked, Retained: st.Retained,
		Parties: []partySaid{}, Missing: strs(st.Missing), Reopened: append([]string{}, st.Reopened...), Pending: st.Pending}
	for _, p := range st.Parties {
		said := partySaid{Party: string(p.Party), Stands: string(p.Stands), When: jsonWhen(p.Agreed.When), Room: p.Agreed.Source.RoomName}
		if p.Agreed.Until != 0 {
			said.Until = sayWhen(event.When{From: p.Agreed.Until, Offset: p.Agreed.When.Offset})
		}
		out.Parties = append(out.Parties, said)
	}
	return out
}

func sayStatus(st *view.PointStatus) string {
	switch st.Status {
	case view.StatusBrackets:
		return plural(st.Brackets, "bracket")
	case view.StatusParked:
		return "parked for principals"
	}
	return strings.ReplaceAll(string(st.Status), "-", " ")
}

// sayStanding says who said what of a point, who is missing, and what no longer
// stands.
func sayStanding(st *view.PointStatus) (out []string) {
	by := map[room.Standing][]string{}
	for _, p := range st.Parties {
		name := string(p.Party)
		if p.Stands == room.StandsAdRef && p.Agreed.Until != 0 {
			name += " (to confirm by " + sayWhen(event.When{From: p.Agreed.Until, Offset: p.Agreed.When.Offset}) + ")"
		}
		by[p.Stands] = append(by[p.Stands], name)
	}
	for _, s := range []room.Standing{room.StandsAgreed, room.StandsAdRef, room.StandsUnseen, room.Standing(event.NoObjection), room.Standing(event.Discussed), room.Standing(event.Objected), room.StandsReopened, room.StandsOther} {
		if len(by[s]) > 0 {
			out = append(out, map[room.Standing]string{
				room.StandsAgreed: "agreed: ", room.StandsAdRef: "ad referendum: ", room.StandsUnseen: "agreed, authority not seen (counts as ad referendum): ",
				room.Standing(event.NoObjection): "no objection: ", room.Standing(event.Discussed): "discussed: ", room.Standing(event.Objected): "no longer agreed: ",
				room.StandsReopened: "reopened, had agreed: ", room.StandsOther: "said of other words: ",
			}[s]+strings.Join(by[s], ", "))
		}
	}
	if st.Status == view.StatusPartlyAgreed {
		out = append(out, "not yet: "+names(st.Missing))
	}
	for _, why := range st.Reopened {
		out = append(out, "open again: "+why)
	}
	if st.Retained > 0 {
		out = append(out, plural(st.Retained, "bracket")+" retained")
	}
	if st.Parked > 0 && st.Status != view.StatusParked {
		out = append(out, fmt.Sprintf("%d parked for principals", st.Parked))
	}
	if st.Pending > 0 {
		out = append(out, plural(st.Pending, "proposal")+" to carry over")
	}
	return out
}

// sayCounts counts the points by status, in the order from open to agreed.
func sayCounts(counts map[view.Status]int) string {
	var out []string
	total := 0
	for _, st := range []view.Status{view.StatusNotAddressed, view.StatusNotDiscussed, view.StatusDiscussed, view.StatusBrackets, view.StatusParked, view.StatusNoObjection,
		view.StatusPartlyAgreed, view.StatusHere, view.StatusAdRef, view.StatusProvisionally, view.StatusDeleted} {
		if counts[st] > 0 {
			out = append(out, fmt.Sprintf("%d %s", counts[st], strings.ReplaceAll(string(st), "-", " ")))
			total += counts[st]
		}
	}
	return plural(total, "point") + ": " + strings.Join(out, ", ") + ".\n"
}

type waitingCmd struct {
	howPoints
	Party string `placeholder:"CODE" help:"For what of this party; secretariat for ourselves."`
}

type owedOut struct {
	By    string    `json:"by"` // a party, or "secretariat"
	What  string    `json:"what"`
	On    string    `json:"on"`
	Since *whenJSON `json:"since"`
	Until string    `json:"until,omitempty"`
}

func (c *waitingCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		x, err := c.standing(s, at)
		if err != nil {
			return "", nil, err
		}
		out := []owedOut{}
		var rows [][]string
		for _, o := range x.Waiting {
			by := orWords(string(o.By), "secretariat")
			if c.Party != "" && !strings.EqualFold(c.Party, by) {
				continue
			}
			until := ""
			switch {
			case o.Due != nil:
				until = view.SayReckoned(o.Due)
				if o.Until != 0 && o.Until < s.Moment(at) {
					until += ", which is past"
				}
			case o.Until != 0:
				until = "by " + sayWhen(event.When{From: o.Until, Offset: o.Since.Offset})
			}
			rows = append(rows, []string{by, o.On, o.What, "since " + sayWhen(o.Since), until})
			out = append(out, owedOut{by, o.What, o.On, jsonWhen(o.Since), strings.TrimPrefix(until, "by ")})
		}
		if len(rows) == 0 {
			return "Nobody is waited for.\n", out, nil
		}
		return columns(rows), out, nil
	})
}

type fateCmd struct{ looksAt }

func (c *fateCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		items, in, err := c.items(s, at, func(it *room.Item) bool { return it.Position == nil && (it.Proposal != nil || it.Concern != nil) })
		if err != nil {
			return "", nil, err
		}
		rows, out := [][]string{}, []itemOut{}
		for i, it := range items {
			rows = append(rows, []string{string(it.Label), sayItem(it), sayFate(it)})
			out = append(out, itemJSON(it, in[i]))
		}
		if len(rows) == 0 {
			return "No proposals and no concerns.\n", out, nil
		}
		return columns(rows), out, nil
	})
}

// sayFate says what became of an item: by its givers' act, or by the mediator's.
func sayFate(it *room.Item) string {
	var out []string
	for _, e := range it.Ends {
		if e.Party == "" {
			out = append(out, string(e.End)+" "+sayWhen(e.When))
		}
	}
	for _, f := range it.Fates {
		s := strings.ReplaceAll(string(f.Fate), "-", " ")
		if f.At != "" {
			s += " at " + f.At
		}
		if f.Reason != "" {
			s += ": " + f.Reason
		}
		out = append(out, s+" ("+sayWhen(f.When)+")")
	}
	if len(out) == 0 {
		return "nothing said yet"
	}
	return strings.Join(out, "; ")
}
