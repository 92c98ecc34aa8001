package view

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/linkage"
	"nonpaper/internal/room"
)

// Lack is a sort of thing that is missing before an instrument can close.
type Lack string

const (
	LacksText          Lack = "text"               // it has no points
	LacksSettling      Lack = "open-bracket"       // of brackets
	LacksPrincipals    Lack = "parked"             // brackets that are left to the principals
	LacksAgreement     Lack = "not-agreed"         // parties that have not agreed to the words
	LacksConfirmation  Lack = "ad-referendum"      // agreed, and not confirmed
	LacksAgain         Lack = "no-longer-stands"   // agreed on what has changed since
	LacksCarrying      Lack = "to-carry-over"      // a proposal made on earlier words
	LacksFate          Lack = "without-fate"       // of a proposal or concern
	LacksLinkage       Lack = "linkage"            // that does not hold, or is not decided
	LacksReservation   Lack = "reservation"        // that stands
	LacksUnderstanding Lack = "understanding"      // that is not confirmed
	LacksAuthority     Lack = "authority-not-seen" // nobody has shown authority for a party
	LacksOther         Lack = "other-instrument"   // that closes only with it
)

// Missing is one thing that is missing before an instrument can close.
type Missing struct {
	Lack Lack
	On   string       // "point 10", "BOR P 3", "U 1"; "" for the instrument
	By   []ident.Code // from whom; none: from the secretariat
	What string       // in words
}

// Authorised is a person whose authority for a party was seen.
type Authorised struct {
	Party  ident.Code
	Person ident.Person
	Shown  event.AuthorityShown
	Room   string // where it was shown
}

// ClosingState says what is missing before an instrument can close. Nothing is agreed
// until everything is agreed.
type ClosingState struct {
	Instrument *room.Instrument
	Title      string
	Closed     *room.InstrumentClosed // nil while it is open
	Parties    []ident.Code           // whose agreement it needs
	Authority  []Authorised           // seen, of those parties
	Counts     map[Status]int         // points by how they stand; ad referendum counted apart
	Stale      int                    // points on which something was agreed that no longer stands
	Tied       []ident.Instrument     // with which it closes only together
	Missing    []Missing              // none: it can close, where those that it is tied to can
	Ready      bool                   // it and all that it is tied to can close, or are closed
}

// Closing says of every instrument what is missing before it can close, in the drafting
// room. grounds are the instruments in their order, pending the proposals in each that
// are to be carried over.
func Closing(s *room.State, grounds []Ground, pending [][]*room.Item, seen []Authorised, now int64) []ClosingState {
	links := Linkages(s, grounds)
	out := make([]ClosingState, len(s.Instruments))
	for i, in := range s.Instruments {
		x := &out[i]
		*x = ClosingState{Instrument: in, Title: orText(in.Title, in.TextTitle), Closed: s.Closing(in.Instrument), Parties: hasToAgree(s, in), Counts: map[Status]int{}}
		for _, a := range seen {
			if slices.Contains(x.Parties, a.Party) {
				x.Authority = append(x.Authority, a)
			}
		}
		for _, t := range s.TiedTo(in.Instrument) {
			if t != in.Instrument {
				x.Tied = append(x.Tied, t)
			}
		}
		for k := range grounds[i].Points {
			x.Counts[grounds[i].Points[k].Status]++
			if len(grounds[i].Points[k].Reopened) > 0 {
				x.Stale++
			}
		}
		if x.Closed == nil {
			x.lacks(s, &grounds[i], pending[i], links)
		}
	}
	lacking := map[ident.Instrument]int{}
	for i := range out {
		lacking[out[i].Instrument.Instrument] = len(out[i].Missing)
	}
	for i := range out {
		x := &out[i]
		for _, t := range x.Tied {
			if n := lacking[t]; n > 0 && x.Closed == nil {
				x.Missing = append(x.Missing, Missing{Lack: LacksOther, On: string(t), What: fmt.Sprintf("it closes only with %s, of which %s missing", t, isOrAre(n))})
			}
		}
		x.Ready = x.Closed == nil && len(x.Missing) == 0
	}
	return out
}

// lacks lists what is missing of the instrument itself.
func (x *ClosingState) lacks(s *room.State, g *Ground, pending []*room.Item, links []Linkage) {
	add := func(l Lack, on string, by []ident.Code, format string, args ...any) {
		slices.SortFunc(by, s.Compare)
		x.Missing = append(x.Missing, Missing{l, on, by, fmt.Sprintf(format, args...)})
	}
	in := map[ident.Point]bool{}
	live := 0
	for i := range g.Points {
		st := &g.Points[i]
		in[st.ID] = true
		if st.Status == StatusDeleted {
			continue
		}
		live++
		x.point(s, st, g.Text.Point(st.ID))
	}
	if live == 0 {
		add(LacksText, "", nil, "it has no points")
	}
	for i := range g.Text.Points { // proposed, and in no text yet
		q := &g.Text.Points[i]
		if !in[q.ID] {
			add(LacksSettling, "new point "+q.Spoken(), printedAt(q), "it is proposed, and not settled")
		}
	}
	for _, it := range pending {
		add(LacksCarrying, string(it.Label), nil, "it was made on words that have changed since: nonpaper carry")
	}
	revised := s.Revised()
	here := func(points []ident.Point) bool { // what is on the text as a whole, or on a new point, is on every instrument
		return len(points) == 0 || slices.ContainsFunc(points, func(p ident.Point) bool { return in[p] || p == "" })
	}
	for _, it := range s.Items {
		if !it.Live() || revised[it] != nil || !here(it.Points()) {
			continue
		}
		switch {
		case (it.Proposal != nil || it.Concern != nil) && len(it.Fates) == 0:
			add(LacksFate, string(it.Label), nil, "nothing was said of what became of it")
		case it.Position != nil && it.Position.Reservation != "" && pendingOn(s, it) == nil:
			add(LacksReservation, string(it.Label), it.Sponsors(), "reservation: %s", it.Position.Reservation)
		}
	}
	for i := range links {
		v := &links[i]
		if v.Result.Truth == linkage.True || !slices.ContainsFunc(v.Link.Targets, func(p ident.Point) bool { return in[p] }) {
			continue
		}
		what := "does not hold"
		if v.Result.Truth == linkage.Undecided {
			what = "is not decidable yet"
		}
		add(LacksLinkage, string(v.Item.Label), v.Item.Sponsors(), "%s %s", v.Reads, what)
	}
	for _, u := range s.Understandings {
		if !here(u.Points) {
			continue
		}
		var by []ident.Code
		for _, p := range u.Parties {
			if !s.ConfirmedBy(u, p) {
				by = append(by, p)
			}
		}
		if len(by) > 0 {
			add(LacksUnderstanding, string(u.Label), by, "“%s” is not confirmed in the words that it has", u.Title)
		}
	}
	for _, p := range x.Parties {
		if !slices.ContainsFunc(x.Authority, func(a Authorised) bool { return a.Party == p }) {
			add(LacksAuthority, "", []ident.Code{p}, "nobody has shown authority to initial or sign")
		}
	}
}

// point lists what is missing of a point.
func (x *ClosingState) point(s *room.State, st *PointStatus, q *bracket.Point) {
	on := "point " + st.Number
	add := func(l Lack, by []ident.Code, format string, args ...any) {
		slices.SortFunc(by, s.Compare)
		x.Missing = append(x.Missing, Missing{l, on, by, fmt.Sprintf(format, args...)})
	}
	if open := st.Brackets - st.Parked; open > 0 {
		add(LacksSettling, printedAt(q), "%s", count(open, "open bracket"))
	}
	if st.Parked > 0 {
		add(LacksPrincipals, printedAt(q), "%s left to the principals", count(st.Parked, "bracket"))
	}
	if len(st.Reopened) > 0 {
		add(LacksAgain, nil, "what was agreed no longer stands: %s", strings.Join(st.Reopened, "; "))
	}
	if st.Brackets > 0 {
		return
	}
	if len(st.Missing) > 0 {
		add(LacksAgreement, st.Missing, "not agreed")
	}
	var adref, unseen []ident.Code
	for _, p := range st.Owed {
		if p.Stands == room.StandsUnseen {
			unseen = append(unseen, p.Party)
		} else {
			adref = append(adref, p.Party)
		}
	}
	if len(adref) > 0 {
		add(LacksConfirmation, adref, "agreed ad referendum, and not confirmed")
	}
	if len(unseen) > 0 {
		add(LacksConfirmation, unseen, "agreed, authority not seen: counts as ad referendum until it is confirmed")
	}
}

// printedAt are those who are printed at the brackets of a point, the text's own aside.
func printedAt(q *bracket.Point) (out []ident.Code) {
	if q == nil {
		return nil
	}
	add := func(b *bracket.Bracket) bool {
		for i := range b.Variants {
			for _, c := range b.Variants[i].By {
				if c != ident.Base && !slices.Contains(out, c) {
					out = append(out, c)
				}
			}
		}
		return true
	}
	q.Heading.Brackets(add)
	q.Wording.Brackets(add)
	return out
}

func isOrAre(n int) string {
	if n == 1 {
		return "1 thing is"
	}
	return fmt.Sprintf("%d things are", n)
}

// Seen are the people of parties whose authority covers initialling or signing at a
// moment (Unix µs), as one room knows it.
func Seen(s *room.State, now int64) (out []Authorised) {
	for _, p := range s.PeopleInOrder() {
		if p.Party == "" || !s.May(p.Person, room.ActInitial, now) && !s.May(p.Person, room.ActSign, now) {
			continue
		}
		for _, a := range slices.Backward(p.Authority) {
			if a.Shown != nil && !a.Withdrawn {
				out = append(out, Authorised{p.Party, p.Person, *a.Shown, s.Name})
				break
			}
		}
	}
	return out
}

// Retained is a class of what a drafting room holds, and what becomes of it at closing.
type Retained struct {
	Name  string   // as people name it: "notes"
	Holds string   // what it is, in words
	Seqs  []uint64 // the entries
	May   bool     // it may be destroyed at closing
}

// Retention is what a drafting room holds, by class: what may be destroyed at closing
// first, then what is kept. What says who may read the room is never destroyed and not
// counted.
func Retention(s *room.State) []Retained {
	notes := Retained{Name: "notes", Holds: "notes made in the drafting room", May: true}
	for _, n := range s.Notes {
		notes.Seqs = append(notes.Seqs, n.Seq)
	}
	expected := Retained{Name: "expectations", Holds: "what somebody expected positions to be", May: true}
	for _, e := range s.Expected {
		expected.Seqs = append(expected.Seqs, e.Seq)
	}
	knowledge := Retained{Name: "reports", Holds: "what was reported of somebody's knowledge", May: true}
	for _, k := range s.Knowledge {
		knowledge.Seqs = append(knowledge.Seqs, k.Seq)
	}
	signals := Retained{Name: "signals", Holds: "signals taken in from parties", May: true}
	given := Retained{Name: "given", Holds: "proposals, positions, concerns, replies, linkages and attachments taken in"}
	for _, it := range s.Items {
		if it.Signal != nil {
			if len(it.Since()) == 0 {
				signals.Seqs = append(signals.Seqs, it.Seq)
			}
			continue
		}
		given.Seqs = append(given.Seqs, it.Seq)
	}
	texts := Retained{Name: "texts", Holds: "texts that were circulated or received"}
	for _, t := range s.Texts {
		texts.Seqs = append(texts.Seqs, t.Seq)
	}
	for _, t := range s.Rivals {
		texts.Seqs = append(texts.Seqs, t.Seq)
	}
	ledger := Retained{Name: "ledger", Holds: "who was given which words"}
	for _, c := range s.Conveyed {
		ledger.Seqs = append(ledger.Seqs, c.Seq)
	}
	agreed := Retained{Name: "agreed", Holds: "what was settled and agreed, and side understandings"}
	for _, g := range s.Agreed {
		agreed.Seqs = append(agreed.Seqs, g.Seq)
	}
	for _, x := range s.Settled {
		agreed.Seqs = append(agreed.Seqs, x.Seq)
	}
	for _, u := range s.Understandings {
		agreed.Seqs = append(agreed.Seqs, u.Seq)
	}
	return []Retained{notes, expected, knowledge, signals, texts, ledger, given, agreed}
}
