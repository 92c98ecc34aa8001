package view

import (
	"fmt"
	"strconv"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// Describe says in one line what a fact is, for the record of a room.
func Describe(fact event.Fact) string {
	switch f := fact.(type) {
	case *event.ProcessOpened:
		if f.Delegation != "" {
			return fmt.Sprintf("the file of the delegation of %s: %s", f.Delegation, f.Name)
		}
		return "the process: " + f.Name
	case *event.OrderSet:
		return "printed order: " + list(f.Order)
	case *event.RoomOpened:
		s := fmt.Sprintf("room %q opened (%s)", f.Name, f.Kind)
		if f.Succeeded {
			s += ", succeeding an earlier room"
		}
		return s + then(f.Purpose)
	case *event.RoomClosed:
		return "room closed" + then(f.Reason)
	case *event.MemberAdded:
		if f.Writes {
			return fmt.Sprintf("%s became a member who keeps the room", f.Person)
		}
		return fmt.Sprintf("%s became a member", f.Person)
	case *event.MemberLeft:
		return fmt.Sprintf("%s is no longer a member", f.Person) + then(f.Reason)
	case *event.PartyIntroduced:
		s := fmt.Sprintf("party %s, %s", f.Code, f.Name)
		if len(f.Roles) > 0 {
			s += " (" + list(f.Roles) + ")"
		}
		if len(f.Members) > 0 {
			s += ", standing for " + list(f.Members)
		}
		return s
	case *event.GroupDeviated:
		what := "does not go along with"
		if f.Ended {
			what = "goes along again with"
		}
		s := fmt.Sprintf("%s %s %s", f.Member, what, f.Group)
		if len(f.Points) > 0 {
			s += " on " + list(f.Points)
		}
		return s + then(f.Note)
	case *event.PersonIntroduced:
		s := fmt.Sprintf("%s, %s", f.Person, f.Name)
		if f.Party != "" {
			s += " of " + string(f.Party)
		}
		if f.Capacity != "" {
			s += ", " + f.Capacity
		}
		if f.Principal {
			s += ", principal"
		}
		return s
	case *event.AuthorityShown:
		return fmt.Sprintf("authority of %s shown: %s", f.Person, f.Binding) + then(f.Limits) + in(f.Document)
	case *event.AuthorityNotSeen:
		if f.Withdrawn {
			return fmt.Sprintf("authority of %s withdrawn", f.Person) + then(f.Said)
		}
		return fmt.Sprintf("authority of %s not seen", f.Person) + then(f.Said)
	case *event.Initialled:
		return fmt.Sprintf("%s initialled by %s", f.Label, f.Person)
	case *event.Signed:
		return fmt.Sprintf("%s signed by %s", f.Label, f.Person)
	case *event.NoteMade:
		s := "note"
		if len(f.Points) > 0 {
			s += " on " + list(f.Points)
		}
		return s + ": " + clip(f.Words)
	case *event.DraftKept:
		return fmt.Sprintf("draft %q kept", f.Name)
	case *event.DraftTabled:
		return fmt.Sprintf("the draft of entry %d was tabled", f.Draft+1)
	case *event.DraftGivenUp:
		return fmt.Sprintf("the draft of entry %d was given up", f.Draft+1)
	case *event.BodiesDestroyed:
		if len(f.Seqs) == 1 {
			return "1 body destroyed" + then(f.Reason)
		}
		return fmt.Sprintf("%d bodies destroyed", len(f.Seqs)) + then(f.Reason)
	case *event.HandedAcross:
		return fmt.Sprintf("%s handed across as a file to %s", f.What, f.To)
	case *event.Taken:
		return fmt.Sprintf("%s taken from a file of %s", f.What, f.From)
	}
	return describeText(fact)
}

func describeText(fact event.Fact) string {
	switch f := fact.(type) {
	case *event.InstrumentOpened:
		return fmt.Sprintf("instrument %s", f.Instrument) + then(f.Title)
	case *event.TextImported:
		return fmt.Sprintf("%s: working text of %s", f.Instrument, count(len(f.Points), "point")) + in(f.Source)
	case *event.PointWorded:
		return fmt.Sprintf("%s: %s reads: %s", f.Instrument, f.Point, clip(f.Body)) + then(f.Reason)
	case *event.PointAdded:
		return fmt.Sprintf("%s: %s added as %s", f.Instrument, f.Point.ID, f.Point.Number) + then(f.Reason)
	case *event.PointDeleted:
		s := fmt.Sprintf("%s: %s deleted", f.Instrument, f.Point)
		if len(f.Into) > 0 {
			s += ", its words went to " + list(f.Into)
		}
		return s + then(f.Reason)
	case *event.PointMoved:
		s := fmt.Sprintf("%s: %s moved", f.Instrument, f.Point)
		if f.After != "" {
			s += " behind " + string(f.After)
		} else {
			s += " to the beginning"
		}
		return s + then(f.Reason)
	case *event.PointTransferred:
		return fmt.Sprintf("%s moved from %s to %s, as %s", f.Point, f.From, f.To, f.Number) + then(f.Reason)
	case *event.PointsRenumbered:
		s := fmt.Sprintf("%s: %s changed", f.Instrument, count(len(f.Changes), "printed number"))
		if len(f.Dropped) > 0 {
			s += ", " + count(len(f.Dropped), "empty slot") + " no longer printed"
		}
		return s
	case *event.TextCirculated:
		s := fmt.Sprintf("%s fixed (%s, %s)", f.Label, f.Nature, count(len(f.Points), "point"))
		if f.Corrects != "" {
			s += ", correcting " + string(f.Corrects)
		}
		return s
	case *event.TextReceived:
		return fmt.Sprintf("%s received (%s)", f.Label, count(len(f.Points), "point")) + in(f.From)
	case *event.TextReported:
		return fmt.Sprintf("%s known by report", f.Label) + in(f.Source)
	case *event.Conveyed:
		return fmt.Sprintf("conveyed to %s: %s, %s, %s, as %q", f.RoomName, what(f.Whole, f.Points), plainly(f.Mode), f.Rendering, f.Label) + then(f.Gist)
	case *event.Given:
		if f.Mode == event.ModeBriefed { // no words were given
			return fmt.Sprintf("%s: briefed", f.Label) + then(f.Gist)
		}
		return fmt.Sprintf("%s given: %s, %s", f.Label, what(f.Whole, f.Points), plainly(f.Mode))
	case *event.CopyReturned:
		return fmt.Sprintf("%s, copy %d returned", f.Label, f.Copy) + then(f.Note)
	case *event.CopyDestroyed:
		return fmt.Sprintf("%s, copy %d destroyed", f.Label, f.Copy) + then(f.How)
	case *event.Receipt:
		return fmt.Sprintf("%s acknowledges receipt of %s", f.Party, f.Label)
	case *event.Knowledge:
		who := f.Other
		if f.Party != "" {
			who = string(f.Party)
		}
		if f.Person != "" {
			who = string(f.Person)
		}
		about := "the text"
		switch {
		case f.Label != "":
			about = string(f.Label)
		case len(f.Points) > 0:
			about = list(f.Points)
		}
		return fmt.Sprintf("%s on %s: %s, %s", who, about, f.Level, f.Way) + in(f.Source) + then(f.Gist)
	}
	return describeGiven(fact)
}

func describeGiven(fact event.Fact) string {
	from := func(s event.Source) string {
		if s.Label == "" {
			return ""
		}
		return " (" + s.RoomName + ", " + string(s.Label) + ")"
	}
	switch f := fact.(type) {
	case *event.Proposed:
		what := "point " + string(f.Point)
		if f.Point == "" {
			what = "a new point"
		}
		if f.Act != "" {
			what += ": " + f.Act
		} else {
			what += ": " + clip(f.Body)
		}
		return fmt.Sprintf("%s, proposal of %s on %s", f.Label, list(f.Parties), what) + from(f.Source)
	case *event.PositionTaken:
		on := strings.TrimSpace(string(f.Point) + " " + string(f.On))
		if f.Whole {
			on = "the text as a whole"
		}
		if f.Version != "" {
			on += " of " + f.Version
		}
		return fmt.Sprintf("%s, %s: %s on %s", f.Label, list(f.Parties), strings.ReplaceAll(string(f.Stance), "-", " "), on) + from(f.Source)
	case *event.ConcernRaised:
		return fmt.Sprintf("%s, concern of %s: %s", f.Label, list(f.Parties), clip(f.Words)) + from(f.Source)
	case *event.TermsLifted:
		by := "by word of " + string(f.By)
		if f.By == "" { // somebody who is not known here
			by = "by word of the party"
		}
		if f.Party != "" {
			return fmt.Sprintf("terms of %s, the part of %s: now %s, %s", f.Label, f.Party, strings.ReplaceAll(string(f.Terms.Release), "-", " "), by) + in(f.How) + from(f.Source)
		}
		return fmt.Sprintf("terms of %s: now %s, %s", f.Label, strings.ReplaceAll(string(f.Terms.Release), "-", " "), by) + in(f.How) + from(f.Source)
	case *event.ItemAnswered:
		return fmt.Sprintf("%s %s by the party", f.Label, f.Answer) + then(f.Note) + from(f.Source)
	case *event.ItemEnded:
		if f.Party != "" {
			return fmt.Sprintf("%s no longer gives %s", f.Party, f.Label) + then(f.Note) + from(f.Source)
		}
		return fmt.Sprintf("%s %s", f.Label, f.End) + then(f.Note) + from(f.Source)
	case *event.ItemFate:
		s := fmt.Sprintf("%s: %s", f.Label, strings.ReplaceAll(string(f.Fate), "-", " "))
		if f.At != "" {
			s += " at " + f.At
		}
		return s + then(f.Reason) + from(f.Source)
	case *event.ProposalCarried:
		onto := "the working text"
		if f.Against != "" {
			onto = string(f.Against)
		}
		s := fmt.Sprintf("%s carried over to %s, %s", f.Label, onto, SayCarrying(f.How))
		if f.Met && f.How != event.AsMet {
			s += ": met"
		} else if !f.Met {
			s += ", not confirmed by the party"
		}
		return s + then(f.Reason) + from(f.Source)
	case *event.BracketSettled:
		s := fmt.Sprintf("bracket %s %s", f.Bracket, map[event.Settling]string{event.Chosen: "settled: chosen", event.Bridged: "settled: bridged", event.Kept: "retained", event.Parked: "left to the principals"}[f.How])
		if f.How == event.Chosen || f.How == event.Bridged {
			s += fmt.Sprintf(" “%s”", clip(f.Words))
		}
		if f.Chosen != "" && f.Chosen != ident.Base {
			s += " of " + string(f.Chosen)
		}
		return s + then(f.Reason)
	case *event.PointAgreed:
		s := fmt.Sprintf("point %s, %s: %s", f.Point, list(f.Parties), SayAgreement(f.Agreement))
		if len(f.Unseen) > 0 {
			s += " (authority not seen: " + list(f.Unseen) + ")"
		}
		return s + then(f.Note) + from(f.Source)
	case *event.AgreementConfirmed:
		return fmt.Sprintf("point %s: confirmed by %s", f.Point, f.Party) + then(f.Note) + from(f.Source)
	case *event.PointReopened:
		s := fmt.Sprintf("point %s reopened", f.Point)
		if f.Party != "" {
			s += " at the request of " + string(f.Party)
		}
		return s + then(f.Reason) + from(f.Source)
	}
	for _, describe := range []func(event.Fact) string{describeReplies, describeMatters, describeLinkage, describeDeadline} {
		if s := describe(fact); s != "" {
			return s
		}
	}
	return describeMeeting(fact)
}

// SayCarrying says how a proposal was carried over as people say it.
func SayCarrying(c event.Carrying) string {
	switch c {
	case event.ByHand:
		return "by hand"
	case event.AsMet:
		return "as met"
	}
	return strings.ReplaceAll(string(c), "-", " ")
}

// SayAgreement says what was said of a point as people say it.
func SayAgreement(a event.Agreement) string {
	switch a {
	case event.Provisionally:
		return "provisionally agreed"
	case event.AdRef:
		return "agreed ad referendum"
	case event.NoObjection:
		return "no objection"
	}
	return strings.ReplaceAll(string(a), "-", " ")
}

// plainly writes a way of conveying as people say it.
func plainly(m event.Mode) string { return strings.ReplaceAll(string(m), "-", " ") }

func what(whole bool, points []event.Point) string {
	if whole {
		return "the whole text"
	}
	var numbers []string
	for _, p := range points {
		if !p.Deleted {
			numbers = append(numbers, p.Number)
		}
	}
	return Numbers(numbers)
}

// Numbers writes printed numbers as people say them: point 7; points 1–5, 7.
func Numbers(numbers []string) string {
	if len(numbers) == 1 {
		return "point " + numbers[0]
	}
	return "points " + Ranges(numbers)
}

// Ranges joins whole numbers that follow each other: 1–5, 7, 9 bis.
func Ranges(numbers []string) string {
	var out []string
	for i := 0; i < len(numbers); {
		first, err := strconv.Atoi(numbers[i])
		j := i + 1
		for err == nil && j < len(numbers) && numbers[j] == strconv.Itoa(first+j-i) {
			j++
		}
		if j-i > 2 {
			out = append(out, numbers[i]+"–"+numbers[j-1])
		} else {
			out = append(out, numbers[i:j]...)
		}
		i = j
	}
	return strings.Join(out, ", ")
}

func then(s string) string {
	if s == "" {
		return ""
	}
	return "; " + clip(s)
}

func in(s string) string {
	if s == "" {
		return ""
	}
	return " (" + clip(s) + ")"
}

func clip(s string) string {
	const most = 90
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most])) + " …"
	}
	return s
}

func list[S ~string](l []S) string {
	out := make([]string, len(l))
	for i, s := range l {
		out[i] = string(s)
	}
	return strings.Join(out, ", ")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// WordsOf are the words of a fact that people search for: all that it says, one
// line for each piece.
func WordsOf(fact event.Fact) []string {
	var out []string
	add := func(s ...string) {
		for _, x := range s {
			if x != "" {
				out = append(out, x)
			}
		}
	}
	points := func(list []event.Point) {
		for _, p := range list {
			add(p.Heading, p.Body)
		}
	}
	add(Describe(fact))
	switch f := fact.(type) {
	case *event.RoomOpened:
		add(f.Purpose)
	case *event.TextImported:
		add(f.Title, f.Source)
		points(f.Points)
	case *event.PointWorded:
		add(f.Heading, f.Body, f.Reason)
	case *event.PointAdded:
		add(f.Reason)
		points([]event.Point{f.Point})
	case *event.TextCirculated:
		add(string(f.Label), f.Title, f.RunningHead, f.Legend, f.Sources)
		points(f.Points)
	case *event.TextReceived:
		add(string(f.Label), f.Title, f.From)
		points(f.Points)
	case *event.TextReported:
		for _, l := range f.Clauses {
			add(l.Title, l.Gist)
		}
	case *event.Conveyed:
		add(f.Gist, f.Terms)
		points(f.Points)
	case *event.Given:
		add(f.Title, f.RunningHead, f.Legend, f.Gist, f.Place, f.Sources)
		points(f.Points)
	case *event.Knowledge:
		add(f.Gist, f.Said, f.ToldBy, f.How, f.Certainty)
	case *event.NoteMade:
		add(f.Words)
	case *event.DraftKept:
		add(f.Heading, f.Body)
	case *event.Taken:
		add(f.Note, f.Title)
		points(f.Points)
	case *event.AuthorityShown:
		add(f.Limits, f.Document)
	case *event.AuthorityNotSeen:
		add(f.Said)
	case *event.BodiesDestroyed:
		add(f.Certificate)
	case *event.Proposed:
		add(f.Heading, f.Body, f.Conditions, f.Reason, f.Origin, f.SaidBy, f.Hedge, f.Certainty)
		for _, x := range f.Subs {
			add(x.Words)
		}
	case *event.PositionTaken:
		add(f.Reason, f.Reservation, f.Statement, f.Origin, f.SaidBy, f.Hedge, f.Certainty, f.Stated, f.Version)
	case *event.ConcernRaised:
		add(f.Words, f.Reason, f.Origin, f.SaidBy, f.Hedge, f.Certainty)
	case *event.ItemFate:
		add(f.Reason)
	case *event.ProposalCarried:
		add(f.Heading, f.Body, f.Reason)
	case *event.BracketSettled:
		add(f.Words, f.Heading, f.Body, f.Reason)
		for _, v := range f.Variants {
			add(v.Words)
		}
	case *event.PointAgreed:
		add(f.Note)
	case *event.AgreementConfirmed:
		add(f.Note)
	case *event.PointReopened:
		add(f.Reason)
	case *event.ReplyGiven:
		add(f.Words, f.Reason)
	case *event.SignalGiven:
		add(f.Words, f.Hedge, f.Reason)
	case *event.AttachmentGiven:
		add(f.Caption)
	default:
		add(wordsOfMatters(fact)...)
		add(wordsOfMeeting(fact)...)
		add(wordsOfLinkage(fact)...)
		add(wordsOfDeadline(fact)...)
	}
	return out
}
