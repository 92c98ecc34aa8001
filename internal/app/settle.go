package app

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"

	"nonpaper/internal/access"
	"nonpaper/internal/bracket"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
	"nonpaper/internal/words"
)

// Settlement is what is to be done about a bracket.
type Settlement struct {
	Instrument ident.Instrument // "" for the only one
	Bracket    ident.Bracket    // as show prints it: "10b"
	How        event.Settling
	Choose     ident.Code // whose variant is chosen; ident.Base for the text's own
	Bridge     string     // the wording that takes the bracket's place
	Reason     string
	Tell       bool // tell those who proposed something in the bracket what became of it
}

// Settled is what was done about a bracket.
type Settled struct {
	*Recorded               // in the drafting room
	Told      []Told        // where what became of a proposal was told
	Point     bracket.Point // as it stands now
}

// Told is the entry by which a party is told what became of what it gave.
type Told struct{ *Recorded }

// Settle does something about one bracket of the compiled text, as somebody who
// keeps the drafting room: a variant is chosen, another wording takes its place, it
// is retained or left to the principals. The text's own words and the wordings of
// all who speak to the point go on from what was settled on, so that the other
// brackets of the point stay as they are.
func (p *Process) Settle(ctx context.Context, a Actor, when event.When, c Settlement) (*Settled, error) {
	var out *Settled
	err := p.do(ctx, a, when, func(w *work) (err error) {
		out, err = w.settle(c)
		return err
	})
	return out, err
}

// settling is a bracket that is being settled.
type settling struct {
	in      *room.Instrument
	compare func(a, b ident.Code) int // the printed order of the parties
	text    bracket.Text
	point   *bracket.Point
	bracket *bracket.Bracket
	twin    *bracket.Bracket // the other one of a point that is wanted or not as a whole: its heading's, its body's
	own     *room.Point      // of the working text; nil where the point is proposed only
	follow  []*room.Item
	by      []ident.Code // whose reading each of them follows
}

func (w *work) settle(c Settlement) (*Settled, error) {
	t, err := w.at(Drafting, access.Keep)
	if err != nil {
		return nil, err
	}
	x, err := findBracket(t.state, c.Instrument, c.Bracket)
	if err != nil {
		return nil, err
	}
	f := event.BracketSettled{Instrument: x.in.Instrument, Bracket: string(x.bracket.Number), How: c.How, Chosen: c.Choose, Reason: c.Reason,
		Hash: BracketHash(t.state, x.bracket), Variants: variants(x.bracket)}
	if x.own != nil {
		f.Point = x.own.ID
	}
	resolved := *x.point
	if c.How == event.Chosen || c.How == event.Bridged {
		by, err := x.instead(c)
		if err != nil {
			return nil, err
		}
		f.Hash = [32]byte{}
		f.Words = strings.TrimSpace(notation.Write(by, notation.Conference, nil))
		resolved = x.point.Resolve(x.bracket.Number, by)
		if x.twin != nil && c.How == event.Chosen {
			also, err := x.heldBy(x.twin, c.Choose)
			if err != nil {
				return nil, err
			}
			resolved = resolved.Resolve(x.twin.Number, also)
		}
		if err := w.record(t, x.becomes(&f, resolved)...); err != nil {
			return nil, err
		}
		if n := len(t.entries); n > 0 {
			if added, ok := t.entries[n-1].Body.Fact.(*event.PointAdded); ok {
				f.Point = added.Point.ID
			}
		}
	}
	told := x.fates(&c)
	if err := w.record(t, room.SettleBracket{BracketSettled: f}); err != nil {
		return nil, err
	}
	if stays := f.How == event.Kept || f.How == event.Parked; stays && x.twin != nil {
		f.Bracket, f.Hash, f.Variants = string(x.twin.Number), BracketHash(t.state, x.twin), variants(x.twin)
		if err := w.record(t, room.SettleBracket{BracketSettled: f}); err != nil {
			return nil, err
		}
	}
	out := &Settled{Point: resolved}
	after, _, err := compileItems(t.state, t.state.Instrument(x.in.Instrument), func(*room.Item) bool { return true })
	if err != nil {
		return nil, err
	}
	if q := after.Point(f.Point); q != nil {
		out.Point = *q
	}
	if c.Tell {
		for _, n := range told {
			r, err := w.tell(t, n)
			if err != nil {
				return nil, err
			}
			out.Told = append(out.Told, Told{r})
		}
	}
	out.Recorded = t.recorded()
	return out, nil
}

// findBracket finds a bracket in the working text as it is compiled with what the
// parties propose.
func findBracket(s *room.State, instrument ident.Instrument, number ident.Bracket) (*settling, error) {
	in, err := s.Find(instrument)
	if err != nil {
		return nil, err
	}
	x := &settling{in: in, compare: func(a, b ident.Code) int {
		if (a == ident.Base) != (b == ident.Base) { // the text's own comes first
			return map[bool]int{true: -1, false: 1}[a == ident.Base]
		}
		return s.Compare(a, b)
	}}
	if x.text, _, err = compileItems(s, in, func(*room.Item) bool { return true }); err != nil {
		return nil, err
	}
	wanted := strings.ReplaceAll(string(number), " ", "")
	for i := range x.text.Points {
		q := &x.text.Points[i]
		take := func(b *bracket.Bracket) bool {
			if strings.EqualFold(strings.ReplaceAll(string(b.Number), " ", ""), wanted) {
				x.point, x.bracket = q, b
			}
			return x.bracket == nil
		}
		if !q.Heading.Brackets(take) || !q.Wording.Brackets(take) {
			break
		}
	}
	if x.bracket == nil {
		return nil, fault.NotFoundf("there is no bracket %s in the text as it stands; nothing was recorded", number).WithHint("%s", x.nearest(string(number)))
	}
	x.twin = twin(x.point, x.bracket)
	if slices.Contains(x.point.Speaks, ident.Base) {
		x.own = in.Point(x.point.ID)
	}
	x.followers(s)
	return x, nil
}

// nearest says which brackets there are at the point that somebody may have meant.
func (x *settling) nearest(number string) string {
	for i := range x.text.Points {
		q := &x.text.Points[i]
		if rest, ok := strings.CutPrefix(number, q.Spoken()); !ok || strings.ContainsFunc(rest, unicode.IsDigit) {
			continue
		}
		var first, last ident.Bracket
		all := func(b *bracket.Bracket) bool {
			if last = b.Number; first == "" {
				first = b.Number
			}
			return true
		}
		q.Heading.Brackets(all)
		q.Wording.Brackets(all)
		switch {
		case first == "":
			return "Point " + q.Spoken() + " has no brackets."
		case first == last:
			return "Point " + q.Spoken() + " has one, " + string(first) + "."
		}
		return "Point " + q.Spoken() + " has " + string(first) + " to " + string(last) + "."
	}
	return "nonpaper show prints the brackets of every point."
}

// twin is the bracket that stands or falls with another: where the whole heading is
// one bracket and the whole body another, and the same texts read the same in both,
// it is the point that is wanted or not.
func twin(q *bracket.Point, b *bracket.Bracket) *bracket.Bracket {
	if len(q.Heading) != 1 || len(q.Wording) != 1 || q.Heading[0].Bracket == nil || q.Wording[0].Bracket == nil {
		return nil
	}
	h, w := q.Heading[0].Bracket, q.Wording[0].Bracket
	if b != h && b != w || len(h.Variants) != len(w.Variants) {
		return nil
	}
	for i := range h.Variants {
		if !slices.ContainsFunc(w.Variants, func(v bracket.Variant) bool {
			return (len(v.Wording) == 0) == (len(h.Variants[i].Wording) == 0) && sameCodes(v.Holders, h.Variants[i].Holders)
		}) {
			return nil
		}
	}
	if b == h {
		return w
	}
	return h
}

func sameCodes(a, b []ident.Code) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(c ident.Code) bool { return !slices.Contains(b, c) })
}

// followers are the proposals that speak in the point, and of each a party for
// which it does.
func (x *settling) followers(s *room.State) {
	speak, _ := voices(s, x.in, func(*room.Item) bool { return true })
	for _, code := range slices.SortedFunc(maps.Keys(speak), s.Compare) {
		for _, v := range speak[code] {
			if !x.spokenTo(code, v) || slices.Contains(x.follow, v.item) {
				continue
			}
			x.follow, x.by = append(x.follow, v.item), append(x.by, code)
		}
	}
}

func (x *settling) spokenTo(code ident.Code, v voice) bool {
	if v.item.Wants().Point != "" {
		return v.point.ID == x.point.ID
	}
	return x.own == nil && slices.Contains(x.point.Speaks, code) &&
		x.point.Heading.Reading(code) == words.Normalise(v.point.Heading) && x.point.Wording.Reading(code) == words.Normalise(v.point.Body)
}

// instead is the wording that takes the bracket's place.
func (x *settling) instead(c Settlement) (bracket.Wording, error) {
	if c.How == event.Bridged {
		return x.bracket.Bridge(c.Bridge), nil
	}
	return x.heldBy(x.bracket, c.Choose)
}

// heldBy is the variant that somebody holds, as it is read by all from now on: whoever
// held another reads the brackets inside it as they do. The base holds none of a
// point that is proposed only, and reads nothing there.
func (x *settling) heldBy(b *bracket.Bracket, who ident.Code) (bracket.Wording, error) {
	var all []ident.Code
	for i := range b.Variants {
		v := &b.Variants[i]
		if slices.Contains(v.Holders, who) {
			others := slices.DeleteFunc(slices.Clone(x.point.Speaks), func(c ident.Code) bool { return slices.Contains(v.Holders, c) })
			return v.Wording.Joined(who, others), nil
		}
		all = append(all, v.Holders...)
	}
	if who == ident.Base && x.own == nil {
		return nil, nil
	}
	slices.SortFunc(all, x.compare)
	return nil, fault.NotFoundf("%s holds no variant of bracket %s; nothing was recorded", who, b.Number).WithHint("Those who hold one: %s", strings.ReplaceAll(joinCodes(all), "+", ", "))
}

// becomes says how the text and the proposals read from now on, and which change
// of the text that is.
func (x *settling) becomes(f *event.BracketSettled, q bracket.Point) []room.Command {
	read := func(c ident.Code) (heading, body string) {
		return words.Normalise(q.Heading.Reading(c)), words.Normalise(q.Wording.Reading(c))
	}
	var change []room.Command
	switch {
	case x.own != nil:
		f.Heading, f.Body = read(ident.Base)
		if f.Body == "" && x.own.Body != "" { // a heading does not stay without the point
			f.Heading = ""
		}
		switch {
		case f.Heading+f.Body == "":
			change = append(change, room.Delete{Instrument: x.in.Instrument, Point: string(f.Point), Reason: settledAt(f)})
		case f.Heading != x.own.Heading || f.Body != x.own.Body:
			change = append(change, room.Word{Instrument: x.in.Instrument, Point: string(f.Point), Heading: f.Heading, Body: f.Body, Reason: settledAt(f)})
		}
	case f.How == event.Chosen && f.Chosen == ident.Base: // there is to be no such point
		for _, it := range x.follow {
			f.Follow = append(f.Follow, event.Follows{Label: it.Label})
		}
		return nil
	default: // a new point: it reads as the one who was chosen has it, or as all do
		chosen := f.Chosen
		if chosen == "" {
			chosen = x.by[0]
		}
		f.Heading, f.Body = read(chosen)
		add := room.Add{Instrument: x.in.Instrument, After: string(x.before()), Number: x.follow[0].Proposal.Number, Heading: f.Heading, Body: f.Body, Reason: settledAt(f)}
		if add.Number == "" {
			add.Number = x.point.Number
		}
		if x.in.ByNumber(add.Number) != nil { // proposed under a number that the text gives to another point
			add.Number = ""
		}
		change = append(change, add)
	}
	for i, it := range x.follow {
		h, b := read(x.by[i])
		switch {
		case f.Heading+f.Body == "":
			h, b = "", ""
		case h == "" && b != "": // it had struck the point, and the point stays
			h = f.Heading
		}
		f.Follow = append(f.Follow, event.Follows{Label: it.Label, Heading: h, Body: b})
	}
	return change
}

func settledAt(f *event.BracketSettled) string {
	if f.Reason != "" {
		return "bracket " + f.Bracket + ", " + string(f.How) + ": " + f.Reason
	}
	return "bracket " + f.Bracket + ", " + string(f.How)
}

// before is the working text's point that a proposed point follows.
func (x *settling) before() ident.Point {
	last := ident.Point("")
	for i := range x.text.Points {
		q := &x.text.Points[i]
		if q == x.point {
			break
		}
		if slices.Contains(q.Speaks, ident.Base) {
			last = q.ID
		}
	}
	return last
}

// variants are those of a bracket as they are kept in the record.
func variants(b *bracket.Bracket) []event.Variant {
	out := make([]event.Variant, 0, len(b.Variants))
	for i := range b.Variants {
		v := &b.Variants[i]
		out = append(out, event.Variant{Parties: slices.Clone(v.By), Words: strings.TrimSpace(notation.Write(v.Wording, notation.Conference, nil))})
	}
	return out
}

// BracketHash is what a bracket that is retained or parked is known by: the
// wordings that stand in it, whoever holds them.
func BracketHash(s *room.State, b *bracket.Bracket) [32]byte {
	list := make([]string, 0, len(b.Variants))
	for i := range b.Variants {
		list = append(list, strings.TrimSpace(notation.Write(b.Variants[i].Wording, notation.Unattributed, nil)))
	}
	slices.Sort(list)
	points := make([]event.Point, 0, len(list))
	for _, l := range list {
		points = append(points, event.Point{Body: l})
	}
	return room.MarkHash(s.ID, points)
}

// notice is what is to be told to those who gave an item.
type notice struct {
	item *room.Item
	fate event.ItemFate
}

// fates says what became of each proposal that speaks in a bracket.
func (x *settling) fates(c *Settlement) (out []notice) {
	at := "point " + x.point.Number
	for i, it := range x.follow {
		var holds, chosen bool
		for k := range x.bracket.Variants {
			v := &x.bracket.Variants[k]
			if slices.Contains(v.By, x.by[i]) && !slices.Contains(v.Holders, ident.Base) {
				holds, chosen = true, slices.Contains(v.Holders, c.Choose)
			}
		}
		if !holds || it.Source.Label == "" {
			continue
		}
		f := event.ItemFate{Reason: c.Reason}
		switch {
		case c.How == event.Chosen && chosen:
			f.Fate, f.At = event.Reflected, at
		case c.How == event.Chosen:
			f.Fate = event.NotReflected
		case c.How == event.Bridged:
			f.Fate, f.At = event.PartlyTaken, at
		default:
			f.Fate, f.At = event.InBrackets, at
		}
		out = append(out, notice{it, f})
	}
	return out
}

// tell tells the givers of an item what became of it, in their room.
func (w *work) tell(drafting *part, n notice) (*Recorded, error) {
	t, err := w.in(n.item.Source.Room.String(), access.Keep)
	if err != nil {
		return nil, err
	}
	there, here := n.fate, n.fate
	if there.At != "" { // the room's own number of the point
		if it := t.state.Item(n.item.Source.Label); it != nil && it.Proposal != nil {
			if q, _ := t.state.LastGiven(it.Proposal.Point); q != nil {
				there.At = "point " + q.Number
			}
		}
	}
	there.Label, here.Label = n.item.Source.Label, n.item.Label
	here.Source = n.item.Source
	if err := w.record(t, room.TellFate{ItemFate: there}); err != nil {
		return nil, err
	}
	return t.recorded(), w.record(drafting, room.TellFate{ItemFate: here})
}

// Standing is how the points of a text stand, and who owes what.
type Standing struct {
	Room    *room.State
	Points  []view.PointStatus
	Pending []*room.Item // of the drafting room: to be carried over
	Waiting []view.Owed
}

// Standing says how every point of an instrument stands: in the drafting room by
// all that was said anywhere, in another by what was said there.
func (p *Process) Standing(ctx context.Context, a Actor, at Place, id ident.Instrument, asOf AsOf) (*Standing, error) {
	collating := p.collated.now()
	s, err := p.Seat(ctx, a, at, asOf)
	if err != nil {
		return nil, err
	}
	out, now := &Standing{Room: s}, p.Moment(asOf)
	switch {
	case s.Kind != event.RoomDrafting:
		out.Points = view.RoomStatuses(s, now)
	default:
		in, err := s.Find(id)
		if err != nil {
			return nil, err
		}
		text, _, pending, err := compileSaid(collating, s, in, func(*room.Item) bool { return true })
		if err != nil {
			return nil, err
		}
		out.Pending = pending
		out.Points = view.Statuses(s, in, &text, pending, now, func(b *bracket.Bracket) [32]byte { return BracketHash(s, b) })
	}
	rooms := []*room.State{s}
	if s.Kind == event.RoomDrafting {
		if rooms, err = p.Seats(ctx, a, asOf); err != nil {
			return nil, err
		}
	}
	out.Waiting = view.WaitingByDate(s, view.Waiting(s, out.Points, out.Pending, now), rooms)
	return out, nil
}
