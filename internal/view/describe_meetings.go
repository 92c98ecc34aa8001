package view

import (
	"fmt"
	"strings"

	"nonpaper/internal/event"
)

// describeMeeting says in one line what a fact on a meeting, a silence or an expectation is.
func describeMeeting(fact event.Fact) string {
	from := func(s event.Source) string {
		if s.Label == "" {
			return ""
		}
		return " (" + s.RoomName + ", " + string(s.Label) + ")"
	}
	switch f := fact.(type) {
	case *event.MeetingPlanned:
		return fmt.Sprintf("%s planned: %s (%s)", f.Label, clip(f.Title), f.Kind) + then(SayDate(&f.On)) + in(f.Place)
	case *event.MeetingMoved:
		what := "moved"
		if f.Postponed {
			what = "postponed"
		}
		return fmt.Sprintf("%s %s", f.Label, what) + then(SayDate(&f.On)) + in(f.Place) + then(SayAccount(&f.Said))
	case *event.MeetingHeld:
		what := "held"
		if f.Kind != "" && !f.Kind.IsMeeting() {
			what = "happened"
		}
		s := fmt.Sprintf("%s %s", f.Label, what)
		if f.Title != "" {
			s += ": " + clip(f.Title)
		}
		return s + then(SayDate(&f.On)) + in(f.Place) + then(SayAccount(&f.Said))
	case *event.MeetingNotHeld:
		s := fmt.Sprintf("%s did not take place", f.Label)
		if f.Title != "" {
			s += ": " + clip(f.Title)
		}
		return s + then(SayAccount(&f.Said))
	case *event.MeetingAccount:
		return fmt.Sprintf("%s: an account", f.Label) + then(SayAccount(&f.Said))
	case *event.MeetingNote:
		kind := "not binding"
		if f.Binding {
			kind = "binding"
		}
		who := Whose(f.Person, f.SaidBy, f.Party)
		if who != "" {
			who = " by " + who
		}
		return fmt.Sprintf("%s: said%s, %s: %s", f.Label, who, kind, clip(f.Words))
	case *event.MeetingDecision:
		s := fmt.Sprintf("%s: decided: %s", f.Label, clip(f.Words))
		if len(f.Links) > 0 {
			s += " (" + strings.Join(f.Links, ", ") + ")"
		}
		return s
	case *event.MeetingAttended:
		names := make([]string, len(f.With))
		for i := range f.With {
			names[i] = SayParticipant(&f.With[i])
		}
		return fmt.Sprintf("%s: present: %s", f.Label, clip(strings.Join(names, "; ")))
	case *event.PartyZone:
		return fmt.Sprintf("clocks of %s: %s", f.Party, f.Zone)
	case *event.SilenceOpened:
		return fmt.Sprintf("%s, silence on %s of %q until %s, asked: %s", f.Label, count(len(f.Points), "point"), f.Text, sayMoment(f.Until, f.Offset), list(f.Parties)) + then(f.Note) + from(f.Source)
	case *event.SilenceExtended:
		return fmt.Sprintf("%s extended until %s", f.Label, sayMoment(f.Until, f.Offset)) + then(f.Note) + from(f.Source)
	case *event.SilenceBroken:
		s := fmt.Sprintf("%s broken by %s", f.Label, f.Party)
		if len(f.Points) > 0 {
			s += " on " + list(f.Points)
		}
		return s + then(f.Note) + from(f.Source)
	case *event.ExpectationWithdrawn:
		return string(f.Label) + " withdrawn" + then(f.Reason)
	case *event.PositionExpected:
		on := string(f.Point)
		if on == "" {
			on = "the text as a whole"
		}
		return fmt.Sprintf("%s, expected by %s: %s %s on %s", f.Label, Whose(f.Person, f.SaidBy, ""), f.Party, strings.ReplaceAll(string(f.Stance), "-", " "), on) + then(f.Statement) + in(f.Source)
	}
	return event.KindOf(fact).String()
}

func sayMoment(micro int64, offset int) string { return momentOf(micro, offset).as(event.ToMinute) }

// SayParticipant writes who takes part.
func SayParticipant(p *event.Participant) string {
	name := p.Name
	if p.Person != "" {
		name = string(p.Person)
	}
	switch {
	case p.Party == "":
		return name
	case name == "":
		return string(p.Party)
	case p.Person != "":
		return name + " (" + string(p.Party) + ")"
	}
	return string(p.Party) + ": " + name
}

// Whose writes who said something.
func Whose[P, C ~string](person P, name string, party C) string {
	s := string(person)
	if s == "" {
		s = name
	}
	switch {
	case s == "":
		return string(party)
	case party != "":
		return s + " (" + string(party) + ")"
	}
	return s
}

// SayAccount writes an account in one line: who says what, on what ground and how sure.
func SayAccount(a *event.Account) string {
	s := a.Words
	if who := Whose(a.Person, a.SaidBy, a.Party); who != "" {
		s = strings.TrimSuffix(who+": "+s, ": ")
	}
	var more []string
	for _, x := range []string{a.Hedge, a.Source, a.Certainty} {
		if x != "" {
			more = append(more, x)
		}
	}
	if len(more) > 0 {
		s = strings.TrimSpace(s + " (" + strings.Join(more, "; ") + ")")
	}
	return s
}

// wordsOfMeeting are the words of such a fact that people search for.
func wordsOfMeeting(fact event.Fact) []string {
	said := func(a *event.Account) []string {
		return []string{a.Words, a.SaidBy, a.Source, a.Certainty, a.Hedge}
	}
	of := func(o *event.Occasion, a *event.Account) []string {
		out := append([]string{o.Title, o.Stated, o.Place, o.Zone, o.On.Before, o.On.After}, said(a)...)
		for i := range o.With {
			out = append(out, SayParticipant(&o.With[i]))
		}
		return out
	}
	switch f := fact.(type) {
	case *event.MeetingPlanned:
		return of(&f.Occasion, &f.Said)
	case *event.MeetingHeld:
		return of(&f.Occasion, &f.Said)
	case *event.MeetingNotHeld:
		return of(&f.Occasion, &f.Said)
	case *event.MeetingMoved:
		return append(said(&f.Said), f.Place, f.On.Before, f.On.After)
	case *event.MeetingAccount:
		return said(&f.Said)
	case *event.MeetingNote:
		return []string{f.Words, f.SaidBy}
	case *event.MeetingDecision:
		return append([]string{f.Words}, f.Links...)
	case *event.MeetingAttended:
		var out []string
		for i := range f.With {
			out = append(out, SayParticipant(&f.With[i]))
		}
		return out
	case *event.SilenceOpened:
		return []string{f.Note}
	case *event.SilenceExtended:
		return []string{f.Note}
	case *event.SilenceBroken:
		return []string{f.Note}
	case *event.ExpectationWithdrawn:
		return []string{f.Reason}
	case *event.PositionExpected:
		return []string{f.Statement, f.SaidBy, f.Source, f.Certainty, f.Hedge}
	}
	return nil
}
