package cli

import (
	"cmp"
	"fmt"
	"slices"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/folder"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
)

// statements is the room in which what the parties were said to think is recorded.
const statements = "statements"

// loadStep is one row of a folder as it is recorded.
type loadStep struct {
	at    folder.Place
	day   folder.Day // when what it says became known
	after folder.Day // not entered before those of this day
	run   func(*loader, event.When) error
}

// loader loads a folder into a process that has nothing in it yet.
type loader struct {
	*session
	program *program
	folder  *folder.Folder
	texts   map[string]plan.Text // by version
	base    folder.Text
	steps   []loadStep
}

// newLoader reads the texts and draws up what is recorded, in its order.
func newLoader(p *program, f *folder.Folder) (*loader, error) {
	l := &loader{program: p, folder: f, texts: map[string]plan.Text{}}
	for _, t := range f.Texts {
		text, err := p.parsePlan(t.Path, t.Source)
		if err != nil {
			return nil, err
		}
		if t.Points != 0 && t.Points != len(text.Points) {
			return nil, fault.Invalidf("%s: %s has %d points, and the manifest says %d", t.At, t.Path, len(text.Points), t.Points).WithHint("Nothing was made.")
		}
		l.texts[t.Version] = text
		if t.Version == f.Base {
			l.base = t
		}
	}
	l.parties()
	l.papers()
	l.tellings()
	l.happenings()
	l.matters()
	l.press()
	l.positions()
	slices.SortStableFunc(l.steps, func(a, b loadStep) int { return cmp.Compare(max(a.day, a.after), max(b.day, b.after)) })
	return l, nil
}

// begins is the first day of which the folder tells something.
func (l *loader) begins() folder.Day {
	first := cmp.Or(l.folder.From, l.base.Date)
	for _, s := range l.steps {
		if s.day != "" && s.day < first {
			first = s.day
		}
	}
	return first
}

// add adds a step. Where nothing is said of when a row became known, it is known
// from the day given.
func (l *loader) add(at folder.Place, day folder.Day, run func(*loader, event.When) error) {
	l.steps = append(l.steps, loadStep{at: at, day: day, run: run})
}

// addOn adds a step that names points of the base, which has to be there before.
func (l *loader) addOn(at folder.Place, day folder.Day, run func(*loader, event.When) error) {
	l.steps = append(l.steps, loadStep{at: at, day: day, after: l.base.Date, run: run})
}

// since is when a row, or a column of it, became known: what the folder says of it,
// else the day given.
func (l *loader) since(of string, day folder.Day) folder.Day {
	if k, is := l.folder.Later(of); is {
		return k.Since
	}
	return day
}

// until is what a cell of a row says before all of it was known, and since when it was;
// where nothing is said of that, all of it, since the day given.
func (l *loader) until(of, cell string, day folder.Day) (string, folder.Day) {
	if k, is := l.folder.Later(of); is && k.Since > day {
		return k.As, k.Since
	}
	return cell, day
}

// draft records something in the drafting room.
func (l *loader) draft(when event.When, commands ...room.Command) error {
	_, err := l.Record(l.ctx, l.actor, when, app.Drafting, commands...)
	return err
}

// load records everything. After each step the progress is said.
func (l *loader) load(s *session, progress func(done, all int)) error {
	l.session = s
	first := l.begins()
	for i, x := range l.steps {
		when, err := l.program.when(string(cmp.Or(x.day, first)))
		if err != nil {
			return err
		}
		if err := x.run(l, when); err != nil {
			return fmt.Errorf("%s: %w", x.at, err)
		}
		if progress != nil {
			progress(i+1, len(l.steps))
		}
	}
	return nil
}

// parties makes the parties known, groups after those for which they stand, and
// opens the room for what they were said to think.
func (l *loader) parties() {
	alone := slices.Clone(l.folder.Parties)
	slices.SortStableFunc(alone, func(a, b folder.Party) int {
		return cmp.Compare(min(len(a.Members), 1), min(len(b.Members), 1))
	})
	var order []ident.Code
	for _, p := range l.folder.Parties {
		order = append(order, p.Code)
	}
	for _, p := range alone {
		l.add(p.At, "", func(l *loader, when event.When) error {
			f := event.PartyIntroduced{Code: p.Code, Name: p.Name, Roles: p.Roles, Members: p.Members}
			return l.AddParty(l.ctx, l.actor, when, f, false)
		})
		if note := aboutParty(p); note != "" { // written by those who made the table, in hindsight
			l.add(p.At, cmp.Or(p.Date, l.folder.To), func(l *loader, when event.When) error {
				return l.draft(when, room.MakeNote{NoteMade: event.NoteMade{Words: note}})
			})
		}
	}
	if len(order) == 0 {
		return
	}
	at := l.folder.Parties[0].At
	l.add(at, "", func(l *loader, when event.When) error { return l.SetOrder(l.ctx, l.actor, when, order) })
	if len(l.folder.Positions) > 0 {
		l.add(at, "", func(l *loader, when event.When) error {
			_, err := l.OpenRoom(l.ctx, l.actor, when, app.NewRoom{Name: statements, Kind: event.RoomPlenary, Purpose: "What the parties were said to think of the text", Parties: order})
			return err
		})
	}
}

// papers takes in the texts: the base as the working text, circulated under its
// version; the others as rivals; and what is known of texts by report.
func (l *loader) papers() {
	for _, t := range l.folder.Reported {
		l.add(t.At, t.Date, func(l *loader, when event.When) error {
			f := event.TextReported{Label: ident.Label(t.Version), Count: t.Points, Source: t.Source, Certainty: t.Certainty}
			if _, onFile := l.texts[t.Version]; onFile {
				f.Label += " (as reported)"
			}
			for i, part := range t.Parts {
				f.Clauses = append(f.Clauses, event.Clause{Number: "Part " + itoa(i+1), Title: part})
			}
			return l.draft(when, room.ReportText{TextReported: f})
		})
	}
	for _, t := range l.folder.Texts {
		l.add(t.At, t.Date, func(l *loader, when event.When) error { return l.paper(t, when) })
		l.notes(t)
	}
	l.parts()
}

func (l *loader) paper(t folder.Text, when event.When) error {
	text := l.texts[t.Version]
	if t.Version == l.folder.Base {
		if err := l.draft(when, room.Import{Text: text, Source: t.Version}); err != nil {
			return err
		}
		_, err := l.Circulate(l.ctx, l.actor, when, app.Circulation{Circulate: room.Circulate{Label: ident.Label(t.Version)}})
		return err
	}
	c := room.Receive{Label: ident.Label(t.Version), Text: text, Complete: t.Complete}
	if _, is := l.folder.Party(string(t.Code)); is {
		c.Parties = []ident.Code{t.Code}
	}
	return l.draft(when, c)
}
