package cli

import (
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type penCmds struct {
	Give penGiveCmd `cmd:"" help:"Record who drafts which points or which text, and until when."`
	Back penBackCmd `cmd:"" help:"Record that somebody no longer drafts."`
	List penListCmd `cmd:"" help:"Who drafts what, until when, and who else does."`
}

type penGiveCmd struct {
	writes
	dueBy
	What  string `arg:"" help:"Points by number (7, 7,8), or a text by its label."`
	Who   string `arg:"" help:"Who drafts: a party or a person that the room knows."`
	Until string `placeholder:"TIME" help:"By when: 2025-11-21 18:00, \"2 days before M1\"."`
	New   bool   `help:"It is a text that is not there yet."`
	Named bool   `help:"WHO is the name of somebody whom the room does not know."`
	Room  string `placeholder:"ROOM" help:"In which room it is kept, whose members may know of it; else the drafting room."`
	Note  string `help:"In words."`
}

func (c *penGiveCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		in, err := s.newIn(c.Room)
		if err != nil {
			return "", nil, err
		}
		x := room.GivePen{PenGiven: event.PenGiven{Note: c.Note}}
		if x.Points, x.Text, err = penOn(in, c.What, c.New); err != nil {
			return "", nil, err
		}
		if x.Holder, err = holder(in, c.Who, c.Named); err != nil {
			return "", nil, err
		}
		if x.Due, x.In, err = c.due(p, s, in, c.Until); err != nil {
			return "", nil, err
		}
		r, err := s.Record(s.ctx, s.actor, when, app.In(in.ID.String()), x)
		if err != nil {
			return "", nil, err
		}
		given := r.Entries[0].Body.Fact.(*event.PenGiven)
		rooms, drafting, err := s.penRooms(app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		text, shared := sayRecorded(r), []sharedOut{}
		for _, pen := range view.Pens(rooms, drafting) {
			if pen.Room.ID == in.ID && pen.Label == given.Label {
				shared = sharedJSON(pen.Others)
				for _, o := range saySharing(&pen) {
					text += o + "\n"
				}
			}
		}
		return text, map[string]any{"recorded": recordedJSON(r), "others": shared}, nil
	})
}

// penRooms are the rooms that the actor reads, and the drafting room among them.
func (s *session) penRooms(at app.AsOf) ([]*room.State, *room.State, error) {
	rooms, err := s.Seats(s.ctx, s.actor, at)
	if err != nil {
		return nil, nil, err
	}
	drafting, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
	if err != nil {
		drafting = nil // they read none, or several: points are known by each room's own identities
	}
	return rooms, drafting, nil
}

// penOn finds what somebody has the pen on: points of the room, or a text.
func penOn(in *room.State, what string, toCome bool) ([]ident.Point, ident.Label, error) {
	label, err := ident.ParseLabel(what)
	if err != nil {
		return nil, "", fault.Invalidf("%w; nothing was recorded", err)
	}
	if toCome {
		return nil, label, nil
	}
	points, err := pointsIn(in, []string{what})
	if err == nil && len(points) > 0 {
		return points, "", nil
	}
	have := in.Canonical(label)
	if in.Text(have) != nil || in.Rival(have) != nil || in.GivenAs(have) != nil {
		return nil, have, nil
	}
	if x := in.Instrument(ident.Instrument(strings.ToLower(what))); x != nil {
		return nil, ident.Label(x.Instrument), nil
	}
	return nil, "", fault.NotFoundf("%q is no point and no text of the room %q; nothing was recorded", label, in.Name).WithHint("Of a text that is not there yet: --new")
}

func holder(in *room.State, who string, named bool) (event.Participant, error) {
	list := takePart(in, []string{who})
	switch {
	case len(list) != 1:
		return event.Participant{}, fault.Invalidf("who drafts? Name one party or person; nothing was recorded").WithHint("Each has a pen of their own: give one after the other.")
	case list[0].Party == "" && list[0].Person == "" && !named:
		return event.Participant{}, fault.NotFoundf("%q is no party and nobody that the room %q knows; nothing was recorded", who, in.Name).WithHint("Of somebody whom it does not know: --named")
	case list[0].Party == "" && list[0].Person == "":
		name, err := ident.ParseLabel(who)
		if err != nil {
			return event.Participant{}, fault.Invalidf("%.60q is no name: one line of at most 120 characters; nothing was recorded", who)
		}
		return event.Participant{Name: string(name)}, nil
	}
	return list[0], nil
}

type penBackCmd struct {
	writes
	What string `arg:"" help:"Points by number, a text, or the pen: Pen 1."`
	Who  string `arg:"" optional:"" help:"Whose pen, where several have one."`
	Room string `placeholder:"ROOM" help:"Where it is kept; else the only room of the actor's that has it."`
	Note string `help:"What came of it."`
}

func (c *penBackCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		rooms, err := seatsOr(s, c.Room, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		var in *room.State
		var pen *room.Pen
		for _, r := range rooms {
			points, err := pointsIn(r, []string{c.What})
			if err != nil {
				points = nil
			}
			for _, x := range view.PenOn(r, ident.Label(c.What), points) {
				if c.Who != "" && !isHolder(&x.Holder, c.Who) {
					continue
				}
				if pen != nil {
					return "", nil, fault.Invalidf("several have the pen on %.60q; whose is it? Nothing was recorded", c.What).WithHint("Name who, or the pen as nonpaper pen list calls it, and the room with --room.")
				}
				in, pen = r, x
			}
		}
		if pen == nil {
			return "", nil, room.NoPen(c.What)
		}
		return s.recordIn(in, when, room.TakePenBack{PenBack: event.PenBack{Label: pen.Label, Note: c.Note}})
	})
}

func isHolder(w *event.Participant, who string) bool {
	if w.Person != "" {
		return strings.EqualFold(string(w.Person), who)
	}
	return strings.EqualFold(string(w.Party), who) || strings.EqualFold(w.Name, who)
}

type penListCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"Of this room; else of all that the actor may read."`
	All  bool   `help:"Also those that were given back."`
}

type penOut struct {
	Label  string         `json:"label"`
	Room   string         `json:"room"`
	On     []string       `json:"on"` // numbers of points, or a text
	Text   bool           `json:"text,omitempty"`
	Holder participantOut `json:"holder"`
	Since  *whenJSON      `json:"since"`
	Until  string         `json:"until,omitempty"`
	Hangs  string         `json:"hangsOn,omitempty"`
	Past   bool           `json:"timeIsOver,omitempty"`
	Others []sharedOut    `json:"others"`
	Back   *whenJSON      `json:"back,omitempty"`
	Note   string         `json:"note,omitempty"`
	Untils []string       `json:"untils"` // every one that it had
}

type sharedOut struct {
	On     string         `json:"on"`
	Holder participantOut `json:"holder"`
	Label  string         `json:"label"`
	Room   string         `json:"room"`
}

func sharedJSON(list []view.Shared) []sharedOut {
	out := []sharedOut{}
	for _, o := range list {
		out = append(out, sharedOut{o.On, participantOut{string(o.Holder.Person), string(o.Holder.Party), o.Holder.Name}, string(o.Label), o.Room})
	}
	return out
}

// saySharing says who else has the pen on what somebody drafts, one line for each.
func saySharing(pen *view.Pen) (out []string) {
	for _, o := range pen.Others {
		on := o.On
		if pen.Text == "" {
			on = "point " + on
		}
		s := "      " + view.SayParticipant(&o.Holder) + " has the pen on " + on + " too (" + string(o.Label)
		if o.Room != pen.Room.Name {
			s += ", in " + o.Room
		}
		out = append(out, s+")")
	}
	return out
}

func (c *penListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		rooms, drafting, err := s.penRooms(at)
		if err != nil {
			return "", nil, err
		}
		var only *room.State
		if c.Room != "" {
			if only, err = s.Seat(s.ctx, s.actor, app.In(c.Room), at); err != nil {
				return "", nil, err
			}
		}
		out, now := []penOut{}, s.Moment(at)
		var text strings.Builder
		for _, pen := range view.Pens(rooms, drafting) {
			if only != nil && pen.Room.ID != only.ID || pen.Back != nil && !c.All {
				continue
			}
			v := penJSON(&pen, now)
			out = append(out, v)
			on := string(pen.Text)
			if on == "" {
				on = view.Numbers(v.On)
			}
			row := []string{string(pen.Label), on, onOneLine(view.SayParticipant(&pen.Holder)), "since " + sayWhen(pen.When), sayPenDue(&pen, v.Past)}
			if pen.Back != nil {
				row = append(row, "given back "+sayWhen(pen.Back.When), onOneLine(pen.Back.Note))
			}
			if only == nil {
				row = append(row, "in "+pen.Room.Name)
			}
			text.WriteString(strings.Join(nonEmptyOf(row), "  ") + "\n")
			for _, o := range saySharing(&pen) {
				text.WriteString(o + "\n")
			}
		}
		if text.Len() == 0 {
			return "Nobody has a pen on record.\n", out, nil
		}
		return text.String(), out, nil
	})
}

// sayPenDue says by when somebody is to have drafted.
func sayPenDue(pen *view.Pen, past bool) string {
	if pen.Due == (event.Due{}) {
		return ""
	}
	s := view.SayReckoned(&pen.Reckoned)
	if h := view.SayDue(&pen.Due); h != "" {
		s += " (" + h + ")"
	}
	if past {
		s += ", which is past"
	}
	return s
}

func penJSON(pen *view.Pen, now int64) penOut {
	out := penOut{Label: string(pen.Label), Room: pen.Room.Name, On: append([]string{}, pen.On...), Text: pen.Text != "",
		Holder: participantOut{string(pen.Holder.Person), string(pen.Holder.Party), pen.Holder.Name}, Since: jsonWhen(pen.When),
		Until: untilJSON(&pen.Reckoned), Hangs: view.SayDue(&pen.Due), Past: pen.Back == nil && pen.Until != 0 && pen.Until < now, Others: sharedJSON(pen.Others), Note: pen.Note, Untils: []string{}}
	for i := range pen.Dues {
		if d := &pen.Dues[i].Due; d.Until != 0 {
			out.Untils = append(out.Untils, untilJSON(&room.Reckoned{Until: d.Until, Offset: d.Offset}))
		}
	}
	if pen.Back != nil {
		out.Back = jsonWhen(pen.Back.When)
		if pen.Back.Note != "" {
			out.Note = pen.Back.Note
		}
	}
	return out
}
