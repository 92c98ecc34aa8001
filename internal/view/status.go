package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/pattern"
	"nonpaper/internal/room"
)

// Status is how a point stands. That nobody spoke to it, that it was not taken up,
// that nobody objected and that it is agreed are four things.
type Status string

const (
	StatusDeleted       Status = "deleted"
	StatusNotAddressed  Status = "not-addressed" // no party gave anything on it
	StatusNotDiscussed  Status = "not-discussed" // parties gave something; it was not taken up
	StatusDiscussed     Status = "discussed"     // taken up; nothing is agreed
	StatusBrackets      Status = "in-brackets"
	StatusParked        Status = "parked" // every bracket is left to the principals
	StatusNoObjection   Status = "no-objection"
	StatusPartlyAgreed  Status = "agreed-by-some"
	StatusAdRef         Status = "agreed-ad-referendum"
	StatusProvisionally Status = "provisionally-agreed"
	StatusHere          Status = "agreed-here" // by all of a consultation room, which knows nothing of the others
)

// PointStatus is how one point stands, bound to its exact words.
type PointStatus struct {
	ID       ident.Point
	Number   string
	Heading  string
	Status   Status
	Brackets int
	Parked   int
	Retained int
	Parties  []PartyStatus // of those who said something of it, in printed order
	Missing  []ident.Code  // who has to agree and has not, on these words
	Owed     []PartyStatus // of Parties, those who have to confirm
	Reopened []string      // why what was agreed no longer stands
	Pending  int           // proposals made on earlier words, to be carried over
}

// PartyStatus is what a party said of a point, and how that stands on the words
// that the point has now.
type PartyStatus struct {
	Party  ident.Code
	Stands room.Standing
	Agreed *room.Agreed
}

// HasToAgree reports whether a party is one of those whose agreement is needed: a
// side. A group does not agree beside its members.
func HasToAgree(p *room.Party) bool {
	return slices.Contains(p.Roles, event.RoleSide) && len(p.PartyIntroduced.Members) == 0
}

// parties are those who have to agree to an instrument: those that it names, else
// all sides.
func hasToAgree(s *room.State, in *room.Instrument) (out []ident.Code) {
	if in != nil && len(in.Parties) > 0 {
		out = slices.Clone(in.Parties)
		slices.SortFunc(out, s.Compare)
		return out
	}
	for _, p := range s.InOrder() {
		if HasToAgree(p) {
			out = append(out, p.Code)
		}
	}
	return out
}

// Statuses says how every point of the working text stands, in the drafting room.
// text is the text as it is compiled with what the parties propose, pending the
// proposals that are not in it; hash is what a bracket that stays is known by.
// now (Unix µs) is when: a silence that has ended by then says that there is no objection.
func Statuses(s *room.State, in *room.Instrument, text *bracket.Text, pending []*room.Item, now int64, hash func(*bracket.Bracket) [32]byte) []PointStatus {
	type stays struct { // a bracket that stays is known by its words, at its point
		point ident.Point
		hash  [32]byte
	}
	settled := map[stays]event.Settling{}
	for _, x := range s.Settled {
		if x.How == event.Parked || x.How == event.Kept {
			settled[stays{x.Point, x.Hash}] = x.How
		}
	}
	addressed := map[ident.Point]bool{}
	for _, it := range s.Items {
		if !it.Live() {
			continue
		}
		switch {
		case it.Proposal != nil:
			addressed[it.Wants().Point] = true
		case it.Position != nil:
			addressed[it.Position.Point] = addressed[it.Position.Point] || it.Position.Stance != event.NotStated
		case it.Concern != nil:
			for _, p := range it.Concern.Points {
				addressed[p] = true
			}
		}
	}
	need := hasToAgree(s, in)
	current := map[ident.Point]*room.Point{}
	for _, q := range in.Points {
		current[q.ID] = q
	}
	compiled := map[ident.Point]*bracket.Point{}
	for i := range text.Points {
		if slices.Contains(text.Points[i].Speaks, ident.Base) {
			compiled[text.Points[i].ID] = &text.Points[i]
		}
	}
	out := make([]PointStatus, 0, len(in.Points))
	for _, q := range in.Points {
		st := PointStatus{ID: q.ID, Number: q.Number, Heading: q.Heading}
		if q.Deleted {
			st.Status = StatusDeleted
			out = append(out, st)
			continue
		}
		if c := compiled[q.ID]; c != nil {
			count := func(b *bracket.Bracket) bool {
				st.Brackets++
				switch settled[stays{q.ID, hash(b)}] {
				case event.Parked:
					st.Parked++
				case event.Kept:
					st.Retained++
				}
				return true
			}
			c.Heading.Brackets(count)
			c.Wording.Brackets(count)
		}
		for _, it := range pending {
			if it.Wants().Point == q.ID {
				st.Pending++
			}
		}
		st.said(s, q.ID, s.Words(q.Heading, q.Body), now, need, func(g *room.Agreed) string { return boundElsewhere(s, g, current) })
		st.settle(addressed[q.ID] || st.Brackets > 0)
		if st.Status == StatusNotDiscussed && slices.ContainsFunc(s.Settled, func(x *room.Settled) bool { return x.Point == q.ID }) {
			st.Status = StatusDiscussed
		}
		out = append(out, st)
	}
	return out
}

// RoomStatuses says how the points stand that were given into a room, by what was
// said there: another room's brackets and agreements are none of its.
func RoomStatuses(s *room.State, now int64) []PointStatus {
	need := hasToAgree(s, nil)
	seen := map[ident.Point]bool{}
	var out []PointStatus
	for _, g := range slices.Backward(s.Given) {
		for i := range g.Points {
			q := &g.Points[i]
			if seen[q.ID] {
				continue
			}
			seen[q.ID] = true
			st := PointStatus{ID: q.ID, Number: q.Number, Heading: q.Heading}
			if q.Deleted {
				st.Status = StatusDeleted
			} else {
				st.Brackets = strings.Count(q.Heading+q.Body, "[")
				st.said(s, q.ID, s.Words(q.Heading, q.Body), now, need, func(*room.Agreed) string { return "" })
				st.settle(st.Brackets > 0 || slices.ContainsFunc(s.Items, func(it *room.Item) bool { return it.Live() && slices.Contains(PointsOf(it), q.ID) }))
			}
			if st.Status == StatusProvisionally && s.Kind != event.RoomPlenary {
				st.Status = StatusHere
			}
			out = append(out, st)
		}
	}
	slices.SortStableFunc(out, func(a, b PointStatus) int { return compareNumbers(a.Number, b.Number) })
	return out
}

// compareNumbers puts printed numbers in the order of a text: 2, 9, 9 bis, 10.
func compareNumbers(a, b string) int {
	lead := func(s string) int {
		n, _ := strconv.Atoi(s[:len(s)-len(strings.TrimLeft(s, "0123456789"))])
		return n
	}
	return cmp.Or(cmp.Compare(lead(a), lead(b)), strings.Compare(a, b))
}

// PointsOf are the points on which an item says what its party wants. A reply is
// to another's words, a signal is no position, and an attachment says nothing.
func PointsOf(it *room.Item) []ident.Point {
	if it.Proposal == nil && it.Position == nil && it.Concern == nil {
		return nil
	}
	return it.Points()
}

// said takes what the parties said of a point.
func (st *PointStatus) said(s *room.State, point ident.Point, words [32]byte, now int64, need []ident.Code, elsewhere func(*room.Agreed) string) {
	agreed := map[ident.Code]bool{}
	for _, w := range withSilence(s, point, words, now) {
		p := PartyStatus{Party: w.Party, Stands: w.Stands(w.Party, words), Agreed: w.Agreed}
		if why := elsewhere(w.Agreed); why != "" && binds(p.Stands) {
			p.Stands = room.StandsOther
			st.reopened(why)
		}
		switch p.Stands {
		case room.StandsOther:
			if bound(w.Agreed.Agreement) && w.Agreed.Hash != words {
				st.reopened("its words have changed")
			}
		case room.StandsReopened:
			st.reopened("reopened: " + w.Reopened.Reason)
		case room.StandsAdRef, room.StandsUnseen:
			st.Owed = append(st.Owed, p)
			agreed[p.Party] = true
		case room.StandsAgreed:
			agreed[p.Party] = true
		}
		st.Parties = append(st.Parties, p)
	}
	for _, p := range need {
		if !agreed[p] {
			st.Missing = append(st.Missing, p)
		}
	}
}

// withSilence is what each party said of a point last, and of those that said nothing that
// binds them that they did not break a silence on it. Silence takes nothing back: whoever
// agreed to these words agrees to them still, and whoever objected since it began objects.
func withSilence(s *room.State, point ident.Point, words [32]byte, now int64) []room.PartysWord {
	out := s.LatestAgreements(point)
	for _, g := range s.NoObjections(point, now) {
		for _, c := range g.Parties {
			i := slices.IndexFunc(out, func(w room.PartysWord) bool { return w.Party == c })
			if i < 0 {
				out = append(out, room.PartysWord{Party: c, Agreed: g})
				continue
			}
			w := out[i]
			objects := w.Agreement == event.Objected && w.Seq > g.Seq || w.Reopened != nil && w.Reopened.Seq > g.Seq
			if stands := w.Stands(c, words); g.Hash == words && !objects && !binds(stands) {
				out[i].Agreed = g
			}
		}
	}
	slices.SortStableFunc(out, func(a, b room.PartysWord) int { return s.Compare(a.Party, b.Party) })
	return out
}

func (st *PointStatus) reopened(why string) {
	if !slices.Contains(st.Reopened, why) {
		st.Reopened = append(st.Reopened, why)
	}
}

// bound reports whether what was said is bound to the words it was said of.
func bound(a event.Agreement) bool { return a != event.Discussed && a != event.Objected }

func binds(s room.Standing) bool {
	return s == room.StandsAgreed || s == room.StandsAdRef || s == room.StandsUnseen || s == room.Standing(event.NoObjection)
}

// settle says the status.
func (st *PointStatus) settle(addressed bool) {
	has := func(s ...room.Standing) bool {
		return slices.ContainsFunc(st.Parties, func(p PartyStatus) bool { return slices.Contains(s, p.Stands) })
	}
	switch {
	case st.Brackets > 0 && st.Parked == st.Brackets:
		st.Status = StatusParked
	case st.Brackets > 0:
		st.Status = StatusBrackets
	case len(st.Missing) == 0 && len(st.Owed) > 0:
		st.Status = StatusAdRef
	case len(st.Missing) == 0 && len(st.Parties) > 0:
		st.Status = StatusProvisionally
	case has(room.StandsAgreed, room.StandsAdRef, room.StandsUnseen):
		st.Status = StatusPartlyAgreed
	case has(room.Standing(event.NoObjection)):
		st.Status = StatusNoObjection
	case len(st.Parties) > 0:
		st.Status = StatusDiscussed
	case addressed:
		st.Status = StatusNotDiscussed
	default:
		st.Status = StatusNotAddressed
	}
	if st.Brackets > 0 { // nothing is agreed of what stands in brackets
		if len(st.Reopened) == 0 && has(room.StandsAgreed, room.StandsAdRef, room.StandsUnseen, room.Standing(event.NoObjection)) {
			st.reopened("a party proposes other words")
		}
		st.Owed = nil
	}
}

// boundElsewhere says why an agreement no longer stands though the point's own
// words are the same: a definition or a linked point reads otherwise.
func boundElsewhere(s *room.State, g *room.Agreed, current map[ident.Point]*room.Point) string {
	for _, b := range g.Bound {
		q := current[b.Point]
		switch {
		case q != nil && !q.Deleted && s.Words(q.Heading, q.Body) == b.Hash:
		case b.Why == "linked":
			return "the linked point " + pointName(q, b.Point) + " has changed"
		default:
			return "point " + pointName(q, b.Point) + " has changed, which " + b.Why
		}
	}
	return ""
}

func pointName(q *room.Point, id ident.Point) string {
	if q != nil {
		return q.Number
	}
	return string(id)
}

// defines matches a term in quotation marks that a wording gives a meaning to.
var defines = pattern.New(`(?i)[“"«„‘]\s*([^“”"«»„‘’\n]{2,80}?)\s*[”"»“’]\s*(?:\)|,)?\s*(?:shall\s+mean|means|mean|refers?\s+to|denotes?|désigne(?:nt)?|s['’]entend(?:ent)?|bezeichnet|significa|(?:hereinafter|hereafter))`)

// parenthetical matches a term that a wording introduces in brackets: (the “Fund”).
var parenthetical = pattern.New(`\(\s*(?:(?:hereinafter|hereafter)[^“"«)]*)?(?:the\s+)?[“"«]\s*([^“”"«»\n]{2,80}?)\s*[”"»]\s*\)`)

// Defines are the terms that a wording defines.
func Defines(body string) []string {
	var out []string
	for _, re := range []*pattern.Pattern{defines, parenthetical} {
		for _, m := range re.Regexp().FindAllStringSubmatch(body, -1) {
			if !slices.Contains(out, m[1]) {
				out = append(out, m[1])
			}
		}
	}
	return out
}

// DefinedIn are the terms that a point uses and other points define: in quotation
// marks as it prints them, and the points.
func DefinedIn(points []event.Point, id ident.Point) map[string]ident.Point {
	at := slices.IndexFunc(points, func(p event.Point) bool { return p.ID == id })
	if at < 0 {
		return nil
	}
	uses := wordsOf(points[at])
	out := map[string]ident.Point{}
	for i := range points {
		if i == at || points[i].Deleted {
			continue
		}
		for _, term := range Defines(points[i].Body) {
			if run := wordsOf(event.Point{Body: term}); len(run) > 0 && containsRun(uses, run) {
				out["“"+term+"”"] = points[i].ID
			}
		}
	}
	return out
}

func containsRun(w, run []string) bool {
	for i := 0; i+len(run) <= len(w); i++ {
		if slices.EqualFunc(w[i:i+len(run)], run, strings.EqualFold) {
			return true
		}
	}
	return false
}
