package cli

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/collate"
	"nonpaper/internal/compare"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type recordCmd struct {
	reads
	Room string `arg:"" optional:"" help:"The room; else the drafting room."`
}

func (c *recordCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		place, err := s.homeOr(c.Room)
		if err != nil {
			return "", nil, err
		}
		r, err := s.Seat(s.ctx, s.actor, place, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		rows, out := [][]string{}, []entryJSON{}
		for e, err := range s.Entries(s.ctx, s.actor, place) {
			if err != nil {
				return "", nil, err
			}
			if !at.Has(e) {
				continue
			}
			out = append(out, oneEntry(r.Name, e))
			if e.Gone {
				rows = append(rows, []string{itoa(e.Seq + 1), "entered " + sayWhen(event.When{From: e.Time}), "", "the body was destroyed"})
				continue
			}
			b := &e.Body
			who := string(b.Actor)
			if b.For != "" {
				who += " (" + string(b.For) + ")"
			}
			if b.Entered != b.Actor {
				who += " by " + string(b.Entered)
			}
			rows = append(rows, []string{itoa(e.Seq + 1), sayWhen(b.When), who, view.Describe(b.Fact)})
		}
		return fmt.Sprintf("The record of the room %q\n\n", r.Name) + columns(rows), out, nil
	})
}

type blameCmd struct {
	reads
	Point  string `arg:"" help:"A point by identity or number."`
	Phrase string `help:"Since when these words have stood there, and by whom."`
	Room   string `placeholder:"ROOM" help:"Else the drafting room."`
}

func (c *blameCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		place, err := s.homeOr(c.Room)
		if err != nil {
			return "", nil, err
		}
		r, err := s.Seat(s.ctx, s.actor, place, at)
		if err != nil {
			return "", nil, err
		}
		id, title, err := pointIn(r, c.Point)
		if err != nil {
			return "", nil, err
		}
		b := view.Blame{Point: id}
		for e, err := range s.Entries(s.ctx, s.actor, place) {
			if err != nil {
				return "", nil, err
			}
			if at.Has(e) {
				b.Take(e)
			}
		}
		type change struct {
			Entry   uint64    `json:"entry"`
			Kind    string    `json:"kind"`
			Actor   string    `json:"actor"`
			For     string    `json:"for,omitempty"`
			Entered string    `json:"entered"`
			When    *whenJSON `json:"when"`
			Number  string    `json:"number"`
			Heading string    `json:"heading,omitempty"`
			Words   string    `json:"words,omitempty"`
			Changed bool      `json:"wordsChanged"`
			Deleted bool      `json:"deleted,omitempty"`
			Label   string    `json:"label,omitempty"`
			Reason  string    `json:"reason,omitempty"`
		}
		toJSON := func(x view.Change) change {
			return change{x.Seq + 1, x.Kind.String(), string(x.Actor), string(x.For), string(x.Entered), jsonWhen(x.When), x.Number, x.Heading, x.Body, x.Words, x.Deleted, string(x.Label), x.Reason}
		}
		if c.Phrase != "" {
			x, stands := b.Phrase(c.Phrase)
			if !stands {
				return "", nil, fault.NotFoundf("%q does not stand in point %s", c.Phrase, c.Point).WithHint("nonpaper blame %s shows how it read.", c.Point)
			}
			return fmt.Sprintf("%s\n“%s” has stood there since %s: %s, entry %d of %s%s\n", title, c.Phrase, sayWhen(x.When), x.Actor, x.Seq+1, r.Name, because(x.Reason)), toJSON(x), nil
		}
		out := []change{}
		var text strings.Builder
		text.WriteString(title + "\n")
		var before *view.Change // the words before
		for i := range b.Changes {
			x := &b.Changes[i]
			out = append(out, toJSON(*x))
			fmt.Fprintf(&text, "\n%s  %s, entry %d: %s, printed as %s%s\n", sayWhen(x.When), x.Actor, x.Seq+1, whatChanged(x), x.Number, because(x.Reason))
			if !x.Words || x.Deleted {
				continue
			}
			said, err := sayChange(before, x, p.width(c.Output))
			if err != nil {
				return "", nil, err
			}
			text.WriteString(said)
			before = x
		}
		if len(out) == 0 {
			text.WriteString("Nothing on record.\n")
		}
		return text.String(), out, nil
	})
}

// whatChanged says what happened to a point.
func whatChanged(x *view.Change) string {
	switch {
	case x.Label != "":
		return "given as " + string(x.Label)
	case x.Deleted:
		return "deleted"
	}
	switch x.Kind {
	case event.KindTextImported:
		return "text imported"
	case event.KindPointWorded:
		return "worded"
	case event.KindPointAdded:
		return "added"
	case event.KindPointMoved:
		return "moved"
	case event.KindPointTransferred:
		return "moved to another instrument"
	case event.KindPointsRenumbered:
		return "renumbered"
	}
	return x.Kind.String()
}

// sayChange shows the words that changed, with those around them; of the first
// words of all the whole.
func sayChange(before, x *view.Change, width int) (string, error) {
	const indent = "    "
	if before == nil {
		return indent + strings.ReplaceAll(strings.TrimSpace(x.Heading+"\n"+x.Body), "\n", "\n"+indent) + "\n", nil
	}
	one := func(c *view.Change) plan.Text {
		return plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Number: x.Number, Heading: c.Heading, Body: c.Body}}}
	}
	result, _, err := compare.Texts(one(before), one(x), collate.Phrase)
	if err != nil {
		return "", err
	}
	_, said, _ := strings.Cut(notation.Comparison(result, width), "\n") // the first line counts points
	return said, nil
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return " (" + reason + ")"
}

// pointIn finds a point of a room: of its working texts, or of what was given there.
func pointIn(r *room.State, spec string) (ident.Point, string, error) {
	for _, in := range r.Instruments {
		if q, err := in.FindPoint(spec); err == nil {
			return q.ID, strings.TrimSuffix("Point "+q.Number+", "+q.Heading, ", "), nil
		}
	}
	for _, t := range slices.Backward(r.Texts) { // its slot may no longer be printed
		if found, err := choose(t.Points, []string{spec}); err == nil {
			return found[0].ID, strings.TrimSuffix("Point "+found[0].Number+" of "+string(t.Label)+", "+found[0].Heading, ", "), nil
		}
	}
	for _, g := range slices.Backward(r.Given) {
		if found, err := choose(g.Points, []string{spec}); err == nil {
			return found[0].ID, strings.TrimSuffix("Point "+found[0].Number+", "+found[0].Heading, ", "), nil
		}
	}
	return "", "", fault.NotFoundf("no point %s stands in the room %q", spec, r.Name).WithHint("Try: nonpaper text show")
}

type findCmd struct {
	reads
	Query []string `arg:"" help:"Words that all stand in the entry; a phrase in quotation marks."`
	Room  string   `placeholder:"ROOM" help:"In this room; else in all that the actor may read."`
}

func (c *findCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		hits, name, err := s.Find(s.ctx, s.actor, c.Room, at, strings.Join(c.Query, " "))
		if err != nil {
			return "", nil, err
		}
		type hit struct {
			Room    string    `json:"room"`
			Entry   uint64    `json:"entry"`
			Kind    string    `json:"kind"`
			When    *whenJSON `json:"when"`
			Excerpt string    `json:"excerpt"`
		}
		rows, out := [][]string{}, []hit{}
		for _, h := range hits {
			rows = append(rows, []string{name[h.Room] + " " + itoa(h.Seq+1), sayWhen(h.When), h.Kind.String(), h.Excerpt})
			out = append(out, hit{name[h.Room], h.Seq + 1, h.Kind.String(), jsonWhen(h.When), h.Excerpt})
		}
		if len(rows) == 0 {
			return "Nothing found.\n", out, nil
		}
		return columns(rows), out, nil
	})
}

type noteCmd struct {
	writes
	Words  string   `arg:"" help:"The note."`
	Room   string   `placeholder:"ROOM" help:"Else the drafting room."`
	Points []string `placeholder:"7,p8,…" help:"On these points, by number or by the identity that they have in that room."`
}

func (c *noteCmd) Run(p *program) error {
	place := placeOr(c.Room, app.Drafting)
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, place, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		f := event.NoteMade{Words: c.Words}
		for _, x := range commas(c.Points) {
			id, _, err := pointIn(r, x) // a room has its own identities
			if err != nil {
				return "", nil, err
			}
			f.Points = append(f.Points, id)
		}
		rec, err := s.Record(s.ctx, s.actor, when, place, room.MakeNote{NoteMade: f})
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(rec), recordedJSON(rec), nil
	})
}

type draftCmds struct {
	Keep   draftKeepCmd   `cmd:"" help:"Keep an untabled draft of a point in your own private log."`
	List   draftListCmd   `cmd:"" help:"Your open drafts."`
	Table  draftTableCmd  `cmd:"" help:"Bring a draft into the working text; its words are destroyed where they lay."`
	GiveUp draftGiveUpCmd `cmd:"" name:"give-up" help:"Give a draft up; its words are destroyed."`
}

type draftKeepCmd struct {
	writes
	Name       string `arg:"" help:"A name for it."`
	Words      string `arg:"" optional:"" help:"The wording; - for stdin."`
	File       string `name:"from" placeholder:"FILE" help:"Read the wording from a file."`
	Point      string `placeholder:"POINT" help:"The point that it words anew, by its identity."`
	Heading    string `help:"Its heading."`
	Instrument string `placeholder:"NAME" help:"Else the only one."`
}

func (c *draftKeepCmd) Run(p *program) error {
	body, err := p.wording(c.Words, c.File)
	if err != nil {
		return err
	}
	f := event.DraftKept{Name: c.Name, Heading: c.Heading, Body: body}
	if f.Instrument, err = instrumentOr(c.Instrument); err != nil {
		return err
	}
	if c.Point != "" {
		if f.Point, err = ident.ParsePoint(c.Point); err != nil {
			return fault.Invalidf("%w", err)
		}
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		if err := s.KeepDraft(s.ctx, s.actor, when, f); err != nil {
			return "", nil, err
		}
		return fmt.Sprintf("Kept in your own log: draft %q. Nobody else reads it; nonpaper draft table %s brings it into the text.\n", c.Name, c.Name), map[string]any{"draft": c.Name}, nil
	})
}

type draftListCmd struct{ reads }

func (c *draftListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		type draft struct {
			Name  string    `json:"name"`
			Point string    `json:"point,omitempty"`
			When  *whenJSON `json:"when"`
			Words string    `json:"words"`
		}
		rows, out := [][]string{}, []draft{}
		if r, err := s.Seat(s.ctx, s.actor, app.Place{Kind: event.RoomPrivate}, at); err == nil {
			for _, d := range r.Drafts {
				if !d.Tabled && !d.GivenUp {
					rows = append(rows, []string{d.Name, string(d.Point), sayWhen(d.When), strings.Join(strings.Fields(d.Body), " ")})
					out = append(out, draft{d.Name, string(d.Point), jsonWhen(d.When), d.Body})
				}
			}
		}
		if len(rows) == 0 {
			return "No open drafts.\n", out, nil
		}
		return columns(rows), out, nil
	})
}

type draftTableCmd struct {
	writes
	asks
	Name string `arg:"" help:"The draft."`
}

func (c *draftTableCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		if err := p.confirm(c.Yes, fmt.Sprintf("The draft %q becomes the point's wording in the drafting room, and its words are destroyed in your own log.", c.Name)); err != nil {
			return "", nil, err
		}
		r, err := s.TableDraft(s.ctx, s.actor, when, c.Name)
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(r), recordedJSON(r), nil
	})
}

type draftGiveUpCmd struct {
	writes
	asks
	Name string `arg:"" help:"The draft."`
}

func (c *draftGiveUpCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		if err := p.confirm(c.Yes, fmt.Sprintf("The words of the draft %q will be destroyed.", c.Name)); err != nil {
			return "", nil, err
		}
		if err := s.GiveUpDraft(s.ctx, s.actor, when, c.Name); err != nil {
			return "", nil, err
		}
		return fmt.Sprintf("The draft %q was given up, and its words destroyed.\n", c.Name), map[string]any{"draft": c.Name}, nil
	})
}

type forgetCmd struct {
	writes
	asks
	Room    string `arg:"" help:"The room."`
	Entries string `arg:"" placeholder:"3,7-9" help:"Entries, as nonpaper record numbers them."`
	Reason  string `required:"" help:"Why."`
}

func (c *forgetCmd) Run(p *program) error {
	seqs, err := parseEntries(c.Entries)
	if err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		if _, err := s.Seat(s.ctx, s.actor, app.In(c.Room), app.AsOf{}); err != nil {
			return "", nil, err
		}
		if err := p.confirm(c.Yes, fmt.Sprintf("The bodies of %d entries of the room %q will be destroyed: nobody can read them here again. Copies made earlier keep them.", len(seqs), c.Room)); err != nil {
			return "", nil, err
		}
		f, err := s.Forget(s.ctx, s.actor, when, c.Room, seqs, c.Reason)
		if err != nil {
			return "", nil, err
		}
		return f.Certificate + "\n", map[string]any{"destroyed": len(f.Seqs), "certificate": f.Certificate}, nil
	})
}
