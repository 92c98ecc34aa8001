package cli

import (
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/refs"
	"nonpaper/internal/room"
)

type textRenumberCmd struct {
	writes
	asks
	Instrument string `placeholder:"NAME" help:"Else the only one."`
	DropSlots  bool   `help:"No longer print the empty slots of deleted points."`
	References string `placeholder:"HOW" help:"rewrite or leave the references in the wordings; else they are rewritten where nothing was agreed on those words."`
}

// Help is what text renumber --help says beside its flags.
func (textRenumberCmd) Help() string {
	return "References to points (\"points 7 and 14\") follow their points: each wording that changes is an entry of its own, and what was agreed on it has to be agreed again. " +
		"Where something was agreed on words that would change, nothing is recorded until --references says rewrite or leave. What parties gave stays as they gave it."
}

func (c *textRenumberCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	how := room.References(c.References)
	switch how {
	case room.ReferencesFollow, room.ReferencesRewrite, room.ReferencesLeave:
	default:
		return fault.Invalidf("--references is rewrite or leave, not %q; nothing was recorded", c.References)
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		if err := p.confirm(c.Yes, "The printed numbers of the working text will change, and the references in its wordings with them. Identities stay, and the concordance is on record."); err != nil {
			return "", nil, err
		}
		before, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		var changes []refs.Change
		var was *room.Instrument
		if in, err := before.Find(id); err == nil {
			changes, was = in.Renumbering(c.DropSlots).Changes, in
		}
		r, err := s.Record(s.ctx, s.actor, when, app.Drafting, room.Renumber{Instrument: id, Drop: c.DropSlots, References: how})
		if err != nil {
			return "", nil, err
		}
		f := r.Facts()[0].(*event.PointsRenumbered)
		rows := [][]string{}
		out := []concorded{}
		for _, x := range f.Changes {
			rows = append(rows, []string{string(x.Point), x.Old + " -> " + x.New})
			out = append(out, concorded{Point: string(x.Point), Old: x.Old, New: x.New, Words: "same"})
		}
		for _, x := range f.Dropped {
			rows = append(rows, []string{string(x), "its empty slot is no longer printed"})
		}
		for _, fact := range r.Facts()[1:] {
			if w, ok := fact.(*event.PointWorded); ok {
				out = rewordedIn(out, string(w.Point), r.Room.Instrument(f.Instrument))
			}
		}
		return sayRecorded(r) + columns(rows) + sayChanges(was, changes, how), out, nil
	})
}

// rewordedIn marks a point of a concordance as one whose words have changed; one
// that keeps its number comes in.
func rewordedIn(list []concorded, id string, in *room.Instrument) []concorded {
	for i := range list {
		if list[i].Point == id {
			list[i].Words = "changed"
			return list
		}
	}
	for _, p := range in.Points {
		if string(p.ID) == id {
			return append(list, concorded{Point: id, Old: p.Number, New: p.Number, Words: "changed"})
		}
	}
	return list
}

// sayChanges says which references follow a renumbering, and which a person has
// to look at. Points are named by the numbers that they had.
func sayChanges(in *room.Instrument, changes []refs.Change, how room.References) string {
	var follow, look [][]string
	for _, c := range changes {
		at := in.Points[c.At].Number
		words := refWords(&c.Ref)
		switch {
		case c.Why != "":
			look = append(look, []string{"  " + at, words, c.Why})
		case c.Old != c.New:
			follow = append(follow, []string{"  " + at, words, c.Old + " -> " + c.New})
		}
	}
	said := "References rewritten, by the number their point had:"
	if how == room.ReferencesLeave {
		said = "References left as they are, which now name other points; they would have to read:"
	}
	return section(said, follow) + section("References to look at, left as they are:", look)
}

// refWords are the words of a reference on one line, shortened.
func refWords(r *refs.Ref) string {
	s := strings.Join(strings.Fields(r.Words), " ")
	if signs := []rune(s); len(signs) > 60 {
		s = string(signs[:58]) + " …"
	}
	return s
}

type textReferencesCmd struct {
	reads
	Instrument string `placeholder:"NAME" help:"Else the only one."`
}

func (c *textReferencesCmd) Run(p *program) error {
	return p.lookAtText(&c.reads, c.Instrument, func(r *room.State, in *room.Instrument) (string, any, error) {
		ix := in.Index()
		list := []reference{}
		for i, pt := range in.Points {
			for _, words := range []string{pt.Heading, pt.Body} {
				for _, ref := range refs.FindIn(words, in.Language()) {
					ix.Resolve(&ref, i)
					list = append(list, referencesOf(&ref, string(pt.ID), pt.Number, 0, 0)...)
				}
			}
		}
		return sayReferences(list), list, nil
	})
}
