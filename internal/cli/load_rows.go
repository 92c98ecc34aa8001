package cli

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/format/folder"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// aboutParty is what the folder says of a party for which the roster has no place.
func aboutParty(p folder.Party) string {
	var says []string
	for _, x := range []struct{ what, said string }{{"kind", p.Sort}, {"also called", strings.Join(p.Aliases, "; ")}, {"note", p.Note}} {
		if x.said != "" {
			says = append(says, x.what+": "+x.said)
		}
	}
	if len(says) == 0 {
		return ""
	}
	return fmt.Sprintf("Party %s, %s\n%s", p.Code, p.Name, strings.Join(says, "\n"))
}

// notes says where the words of a text come from, in one note for each text.
func (l *loader) notes(t folder.Text) {
	var lines []string
	var at folder.Place
	for _, w := range l.folder.Wordings {
		if w.Text != t.Version {
			continue
		}
		if at.Line == 0 {
			at = w.At
		}
		var says []string
		for _, x := range []struct{ what, said string }{{"point", w.Point}, {"number", w.Number}, {"answers", w.Answers}, {"action", w.Action}, {"change", w.Change},
			{"status", w.Status}, {"checked", w.Checked}, {"sources", w.Source}} {
			if x.said != "" {
				says = append(says, x.what+": "+x.said)
			}
		}
		lines = append(lines, strings.Join(says, ". "))
	}
	if len(lines) > 0 {
		words := fmt.Sprintf("Where the words of %s come from\n%s", t.Version, strings.Join(lines, "\n"))
		l.addOn(at, t.Date, func(l *loader, when event.When) error {
			return l.draft(when, room.MakeNote{NoteMade: event.NoteMade{Words: words}})
		})
	}
}

// parts says how sure it is in which part the points of the base stand, in one note
// for each part.
func (l *loader) parts() {
	var order []string
	of := map[string][]folder.Part{}
	for _, p := range l.folder.Parts {
		if of[p.Part] == nil {
			order = append(order, p.Part)
		}
		of[p.Part] = append(of[p.Part], p)
	}
	for _, part := range order {
		rows := of[part]
		l.addOn(rows[0].At, l.base.Date, func(l *loader, when event.When) error {
			f := event.NoteMade{Words: fmt.Sprintf("Part %s, %s", part, rows[0].PartTitle)}
			d, err := l.Seat(l.ctx, l.actor, app.Drafting, app.AsOf{})
			if err != nil {
				return err
			}
			for _, r := range rows {
				id, _, err := pointIn(d, r.Point)
				if err != nil {
					return fmt.Errorf("%s: %w", r.At, err)
				}
				f.Points = append(f.Points, id)
				f.Words += fmt.Sprintf("\npoint %s, %s: %s; %s", r.Point, r.Title, r.Confidence, r.Note)
			}
			return l.draft(when, room.MakeNote{NoteMade: f})
		})
	}
}

// tellings records who was said to know of the text. It is what is reported, and
// never that anybody was given something.
func (l *loader) tellings() {
	people := map[string]ident.Person{}
	for _, t := range l.folder.Told {
		day := l.since(t.ID, t.Date)
		certainty, sure := l.until(t.ID+":certainty", t.Certainty, day)
		capacity, described := l.until(t.ID+":capacity", t.Capacity, day)
		person := func(l *loader, when event.When, capacity string) error {
			return l.AddPerson(l.ctx, l.actor, when, event.PersonIntroduced{Person: people[t.Person], Name: t.Person, Party: t.Party, Capacity: capacity}, false)
		}
		report := func(l *loader, when event.When, certainty string, again bool) error {
			f := event.Knowledge{Ref: ident.Label(t.ID), Party: t.Party, Person: people[t.Person], Level: t.Level, Way: event.WayReported, Said: t.Stated, How: t.How, ToldBy: t.By,
				Source: orWords(t.Source, certainty), Certainty: certainty, Corrects: again}
			if t.How == "says it knows" {
				f.Way = event.WayElsewhere
			}
			return l.draft(when, room.ReportKnowledge{Knowledge: f})
		}
		l.add(t.At, day, func(l *loader, when event.When) error {
			if t.Person != "" && people[t.Person] == "" {
				who, err := handleOf(t.Person)
				if err != nil {
					return err
				}
				people[t.Person] = who
				if err := person(l, when, capacity); err != nil {
					return err
				}
			}
			return report(l, when, certainty, false)
		})
		if described > day && t.Person != "" {
			l.add(t.At, described, func(l *loader, when event.When) error { return person(l, when, t.Capacity) })
		}
		if sure > day {
			l.add(t.At, sure, func(l *loader, when event.When) error { return report(l, when, t.Certainty, true) })
		}
	}
}

// handleOf makes a handle of a person's name.
func handleOf(name string) (ident.Person, error) {
	return ident.ParsePerson(strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune(",;.'’()", r) {
			return ' '
		}
		return r
	}, name)), "."))
}

// meetingKinds are how the program calls what folders call otherwise.
var meetingKinds = map[string]event.MeetingKind{"postponement": event.AnyMeeting, "draft": event.Disclosure}

// happenings records meetings and what else happened. What came of one, and became
// known later, is an account of it.
func (l *loader) happenings() {
	for _, e := range l.folder.Events {
		known := l.since(e.ID, e.To)
		said := event.Account{Words: e.Outcome, Source: e.Source, Certainty: e.Certainty}
		now := said
		var told, cited folder.Day
		now.Words, told = l.until(e.ID+":outcome", e.Outcome, known)
		now.Source, cited = l.until(e.ID+":source", e.Source, known)
		told = max(told, cited)
		l.add(e.At, known, func(l *loader, when event.When) error {
			o := event.Occasion{Label: ident.Label(e.ID), Kind: event.MeetingKind(e.Sort), Title: e.Title, Place: e.Where}
			if k := meetingKinds[e.Sort]; k != "" {
				o.Kind, o.Stated = k, e.Sort
			}
			on := string(e.From)
			if e.To != e.From {
				on += ".." + string(e.To)
			}
			w, err := l.program.when(on)
			if err != nil {
				return err
			}
			o.On = event.Date{From: w.From, To: w.To, Offset: w.Offset, Precision: w.Precision}
			for _, name := range e.Participants {
				code, _ := l.folder.Party(name)
				o.With = append(o.With, event.Participant{Party: code, Name: name})
			}
			if e.Sort == "postponement" {
				return l.draft(when, room.MissMeeting{MeetingNotHeld: event.MeetingNotHeld{Occasion: o, Said: now}})
			}
			return l.draft(when, room.HoldMeeting{MeetingHeld: event.MeetingHeld{Occasion: o, Said: now}})
		})
		if told != known {
			l.add(e.At, told, func(l *loader, when event.When) error {
				return l.draft(when, room.TellMeeting{MeetingAccount: event.MeetingAccount{Label: ident.Label(e.ID), Said: said}})
			})
		}
	}
}

// matters records principles and issues. An issue's subject is known with the text;
// how it stands, on the day for which its table stands.
func (l *loader) matters() {
	for _, x := range l.folder.Principles {
		label, day := ident.Label(x.ID), l.since(x.ID, x.Date)
		l.add(x.At, day, func(l *loader, when event.When) error {
			f := event.PrincipleRecorded{Label: label, Title: x.Title, Place: x.Where, WordsKnown: x.WordsKnown, AssertedBy: x.AssertedBy, Absent: x.Absent, Source: x.Source, Certainty: x.Certainty}
			if x.When != "" {
				var err error
				if f.Date, err = l.program.when(string(x.When)); err != nil {
					return err
				}
			}
			if err := l.draft(when, room.RecordPrinciple{PrincipleRecorded: f}); err != nil || !x.NotSaid {
				return err
			}
			return l.draft(when, room.DerivePoints{PrincipleDerived: event.PrincipleDerived{Label: label, NotSaid: true}})
		})
		if len(x.Points) > 0 {
			l.addOn(x.At, day, func(l *loader, when event.When) error {
				return l.draft(when, room.DerivePoints{Specs: x.Points, PrincipleDerived: event.PrincipleDerived{Label: label}})
			})
		}
		answers := func(column string, by []string, as event.Reception) {
			for _, who := range by {
				l.add(x.At, l.since(x.ID+":"+column, day), func(l *loader, when event.When) error {
					return l.draft(when, room.AnswerPrinciple{PrincipleAnswered: event.PrincipleAnswered{Label: label, Reception: as, By: who, Source: x.Source}})
				})
			}
		}
		answers("confirmed_by", x.ConfirmedBy, event.PrincipleConfirmed)
		answers("contested_by", x.ContestedBy, event.PrincipleContested)
	}
	for _, x := range l.folder.Issues {
		l.issue(x)
	}
}

// issue records an issue: what it is called and touches from the day of the base on, or
// since it was known, what else is said of it on the day for which its table stands.
func (l *loader) issue(x folder.Issue) {
	label := ident.Label(x.ID)
	day := l.since(x.ID, min(l.base.Date, x.Date))
	title, named := l.until(x.ID+":issue", x.Title, day)
	record := func(at folder.Day, f event.IssueRecorded) {
		add := l.addOn
		if at < l.base.Date { // there is no point to name yet
			f.About, add = nil, l.add
		}
		f.Label, f.Corrects = label, at > day
		add(x.At, at, func(l *loader, when event.When) error { return l.draft(when, room.RecordIssue{IssueRecorded: f}) })
	}
	subject := event.IssueRecorded{Title: title, About: x.Points}
	if k, is := l.folder.Later(x.ID); is {
		subject.Source = k.By
	}
	if day < x.Date {
		record(day, subject)
		l.coveredBy(x, day)
	}
	if subject.Title = x.Title; named > day && named < x.Date {
		record(named, subject)
	}
	record(max(day, x.Date), event.IssueRecorded{Title: x.Title, About: x.Points, Description: x.Description, Positions: x.Positions, State: x.State, Source: x.Source, Certainty: x.Certainty})
}

// coverageOf is what the kind of a claim says of how a text deals with an issue: "issue
// coverage: not known to us"; "" where it says nothing of that.
func coverageOf(kind string) event.Coverage {
	said, is := strings.CutPrefix(kind, "issue coverage: ")
	if !is {
		return ""
	}
	for _, c := range event.Coverages() {
		if said == string(c) || said == view.SayCoverage(c) {
			return c
		}
	}
	return ""
}

// coveredBy records how the text as a whole deals with an issue, where the claim by which
// the issue was known says so.
func (l *loader) coveredBy(x folder.Issue, day folder.Day) {
	k, _ := l.folder.Later(x.ID)
	for _, c := range l.folder.Claims {
		how := coverageOf(c.Sort)
		if c.ID != k.By || how == "" {
			continue
		}
		l.add(x.At, day, func(l *loader, when event.When) error {
			f := event.IssueCovered{Label: ident.Label(x.ID), Coverage: how, Why: c.Claim, Source: strings.Join(nonEmpty(c.ID, c.Speaker, c.RelayedBy), ", ")}
			return l.draft(when, room.CoverIssue{IssueCovered: f})
		})
	}
}

// press records what was said outside. What was said of an event is an account of it
// as well.
func (l *loader) press() {
	of := map[string]folder.Event{}
	for _, e := range l.folder.Events {
		of[e.ID] = e
	}
	all := slices.Concat(l.folder.Claims, l.folder.Press)
	days := map[string]folder.Day{}
	for _, x := range all {
		days[x.ID] = l.since(x.ID, x.Date)
	}
	record := func(x folder.Press) {
		day := days[x.ID]
		// of two that differ, the later says so: nobody knew of it before
		x.DiffersFrom = slices.DeleteFunc(slices.Clone(x.DiffersFrom), func(o string) bool { return days[o] > day })
		for _, o := range all {
			if days[o.ID] < day && slices.Contains(o.DiffersFrom, x.ID) && !slices.Contains(x.DiffersFrom, o.ID) {
				x.DiffersFrom = append(x.DiffersFrom, o.ID)
			}
		}
		l.add(x.At, day, func(l *loader, when event.When) error {
			date, err := l.program.when(string(x.Date))
			if err != nil {
				return err
			}
			f := event.PressRecorded{Label: ident.Label(x.ID), Date: date, Outlet: x.Outlet, RelayedBy: x.RelayedBy, Speaker: x.Speaker, SourceType: x.SourceType, Hedge: x.Hedge,
				Claim: x.Claim, About: x.About, Source: x.Source, Sort: x.Sort}
			for _, d := range x.DiffersFrom {
				f.DiffersFrom = append(f.DiffersFrom, ident.Label(d))
			}
			return l.draft(when, room.RecordPress{PressRecorded: f})
		})
		for _, about := range x.About {
			e, is := of[about]
			if !is {
				continue
			}
			l.steps = append(l.steps, loadStep{at: x.At, day: day, after: l.since(e.ID, e.To), run: func(l *loader, when event.When) error {
				said := event.Account{Words: x.Claim, SaidBy: x.Speaker, Hedge: x.Hedge, Source: strings.Join(nonEmpty(x.Outlet, x.ID, x.Source), "; ")}
				return l.draft(when, room.TellMeeting{MeetingAccount: event.MeetingAccount{Label: ident.Label(e.ID), Said: said}})
			}})
		}
	}
	for _, x := range l.folder.Claims {
		record(x)
	}
	for _, x := range l.folder.Press {
		record(x)
	}
}

// positions records what the parties were said to think.
func (l *loader) positions() {
	for _, x := range l.folder.Positions {
		l.addOn(x.At, x.Date, func(l *loader, when event.When) error {
			f := &event.PositionTaken{Common: event.Common{Parties: []ident.Code{x.Party}, Form: event.FormWritten, Terms: event.Terms{Release: event.ReleaseAttributed}},
				Stance: x.Stance, Stated: x.Stated, Statement: x.Statement, SaidBy: x.Speaker, Origin: x.Source, Certainty: x.Certainty, Version: x.Version}
			g := app.Gift{Position: f}
			if f.Whole = x.Point == "all"; !f.Whole {
				g.Points = []string{x.Point}
			}
			_, err := l.Give(l.ctx, l.actor, when, statements, g)
			return err
		})
	}
}
