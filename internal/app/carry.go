package app

import (
	"context"
	"slices"
	"strings"

	"nonpaper/internal/access"
	"nonpaper/internal/carry"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/words"
)

// Carried is what became, or would become, of one proposal whose words have changed.
type Carried struct {
	Item    *room.Item
	Number  string                 // of the point, as it is printed
	Base    event.Point            // as the point read when a person had the proposal before them last
	Wants   event.Point            // as the party wants it then
	Now     event.Point            // as the point reads now; deleted where it is gone
	Fact    *event.ProposalCarried // how it stands from now on; nil where a person has to decide
	Why     string                 // where a person has to decide
	Heading []carry.Place          // where the two do not go together
	Body    []carry.Place
}

// CarriedOver is what became of all proposals whose words have changed.
type CarriedOver struct {
	Room     *room.State // in which they were carried over
	Recorded *Recorded   // nil where there was nothing to record
	Drafting *Recorded   // what follows in the drafting room, where they were carried over in a party's
	List     []Carried
	Brackets []*room.Item // of a party's room: the words there were given with brackets, and they stay against the text that they were made on
}

// Asked are those about which a person has to decide.
func (c *CarriedOver) Asked() (out []Carried) {
	for _, x := range c.List {
		if x.Fact == nil {
			out = append(out, x)
		}
	}
	return out
}

// CarryOver carries over, in one act, all proposals on words of an instrument that
// have changed, where that can be done word by word; the others are given back, for
// a person to decide. In "" they stand in the drafting room, against the working
// text; in a party's room against what was given there last, and nothing that was
// not given there counts.
func (p *Process) CarryOver(ctx context.Context, a Actor, when event.When, in string, id ident.Instrument) (*CarriedOver, error) {
	var out *CarriedOver
	err := p.do(ctx, a, when, func(w *work) (err error) {
		if in != "" {
			out, err = w.carryIn(in, nil)
			return err
		}
		t, err := w.at(Drafting, access.Keep)
		if err != nil {
			return err
		}
		out, err = w.carryHere(t, id)
		return err
	})
	return out, err
}

// Conflicts are the proposals that CarryOver would ask about. It records nothing.
func (p *Process) Conflicts(ctx context.Context, a Actor, in string, id ident.Instrument, at AsOf) (*CarriedOver, error) {
	if in != "" {
		s, err := p.Seat(ctx, a, In(in), at)
		if err != nil {
			return nil, err
		}
		out := &CarriedOver{Room: s}
		out.List, out.Brackets = carriableIn(s, new(carry.Merger))
		return out, nil
	}
	s, err := p.Seat(ctx, a, Drafting, at)
	if err != nil {
		return nil, err
	}
	list, err := carriable(s, id, new(carry.Merger))
	return &CarriedOver{Room: s, List: list}, err
}

// carryHere carries over in the drafting room.
func (w *work) carryHere(t *part, id ident.Instrument) (*CarriedOver, error) {
	out := &CarriedOver{Room: t.state}
	var err error
	if out.List, err = carriable(t.state, id, new(carry.Merger)); err != nil {
		return nil, err
	}
	for _, x := range out.List {
		if x.Fact != nil {
			if err := w.record(t, room.CarryOver{ProposalCarried: *x.Fact}); err != nil {
				return nil, err
			}
		}
	}
	if len(t.entries) > 0 {
		out.Recorded = t.recorded()
	}
	return out, nil
}

// carriable reads all proposals of the drafting room whose words have changed, or
// that are to follow a point that is gone, in the order in which they were given.
func carriable(s *room.State, id ident.Instrument, m *carry.Merger) ([]Carried, error) {
	instruments := s.Instruments
	if id != "" {
		in, err := s.Find(id)
		if err != nil {
			return nil, err
		}
		instruments = []*room.Instrument{in}
	}
	pending := map[*room.Item]*room.Instrument{}
	for _, in := range instruments {
		_, list := voices(s, in, func(*room.Item) bool { return true })
		for _, it := range list {
			pending[it] = in
		}
	}
	var out []Carried
	for _, it := range s.Items {
		if it.Proposal == nil || !it.Live() {
			continue
		}
		gone := !it.Met && it.Wants().After != "" && livePoint(s, it.Wants().After) == nil
		in := pending[it]
		if in == nil && !gone {
			continue
		}
		var now *event.Point
		if in != nil {
			now = &in.Point(it.Wants().Point).Point
		} else if q := livePoint(s, it.Wants().Point); q != nil {
			now = &q.Point
		}
		if now == nil && it.Wants().Point != "" {
			continue
		}
		out = append(out, read(it, now, gone, m))
	}
	return out, nil
}

// livePoint is a point of any instrument that is no empty slot; nil for none.
func livePoint(s *room.State, id ident.Point) *room.Point {
	if id == "" {
		return nil
	}
	for _, in := range s.Instruments {
		if q := in.Point(id); q != nil && !q.Deleted {
			return q
		}
	}
	return nil
}

const whyGone = "the point that it was to follow is gone"

// read reads a proposal on the words as they are now; now is nil for a new point.
// Gone says that the point which it is to follow is no longer there.
func read(it *room.Item, now *event.Point, gone bool, m *carry.Merger) Carried {
	d := it.Decided()
	x := Carried{Item: it, Number: d.Number, Base: event.Point{Heading: d.BaseHeading, Body: d.BaseBody}, Wants: event.Point{Heading: d.Heading, Body: d.Body}}
	f := event.ProposalCarried{Label: it.Label, Point: it.Wants().Point, Act: d.Act, After: it.Wants().After, How: event.WordByWord, Source: it.Source}
	if now == nil {
		x.Why = whyGone
		return x
	}
	x.Now, x.Number = *now, now.Number
	f.BaseHeading, f.BaseBody = now.Heading, now.Body
	if now.Deleted {
		f.BaseHeading, f.BaseBody, x.Now.Heading, x.Now.Body = "", "", "", ""
	}
	same := !now.Deleted && carry.SameWords(d.BaseHeading, now.Heading) && carry.SameWords(d.BaseBody, now.Body)
	switch act := plan.Act(d.Act); {
	case act == plan.ActDelete && now.Deleted:
		f.Met = true
	case now.Deleted:
		x.Why = "the point was taken out"
		if len(now.Into) > 0 {
			x.Why += "; its words went into " + joinPoints(now.Into)
		}
	case gone:
		x.Why = whyGone
	case act == plan.ActMove:
	case act != plan.ActNone && !same:
		x.Why = "it was said of other words: " + d.Act
	case act == plan.ActNone:
		x.merge(&f, m)
	}
	if x.Why == "" {
		x.Fact = &f
	}
	return x
}

func joinPoints(list []ident.Point) string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = string(p)
	}
	return strings.Join(out, ", ")
}

// merge carries a wording over.
func (x *Carried) merge(f *event.ProposalCarried, m *carry.Merger) {
	first := x.Item.Proposal
	if x.Wants.Heading == "" {
		x.Wants.Heading = x.Base.Heading
	}
	decided := carry.SameWords(x.Wants.Heading, x.Base.Heading) && carry.SameWords(x.Wants.Body, x.Base.Body) // that it was met
	base, wants := x.Base, x.Wants
	if decided {
		base, wants = event.Point{Heading: first.BaseHeading, Body: first.BaseBody}, event.Point{Heading: first.Heading, Body: first.Body}
		if wants.Heading == "" {
			wants.Heading = base.Heading
		}
	}
	heading, body := m.Merge(base.Heading, wants.Heading, x.Now.Heading), m.Merge(base.Body, wants.Body, x.Now.Body)
	x.Heading, x.Body = heading.Places, body.Places
	met := heading.Met && body.Met
	switch {
	case carry.SameWords(base.Heading, wants.Heading) && carry.SameWords(base.Body, wants.Body):
		x.Why, x.Heading, x.Body = "it wanted the words as they were", nil, nil
	case decided && (!met || first.Act != ""):
		x.Why, x.Heading, x.Body = "it was decided that the words then said what it wanted, and they have changed since", nil, nil
	case !heading.Carried() || !body.Carried():
		x.Why = string(slices.Concat(heading.Places, body.Places)[0].Why)
	case strings.TrimSpace(heading.Wording+body.Wording) == "":
		x.Why = "no words would be left"
	default:
		f.Heading, f.Body, f.Met = heading.Wording, body.Wording, met
		if first != x.Item.Decided() && first.Act == "" {
			if lost := carry.Lost(first.BaseBody, first.Body, x.Wants.Body, f.Body); len(lost) > 0 && !decided {
				x.Why = "it would drop words that it had put in and that were settled on: " + strings.Join(lost, ", ")
			}
		}
	}
}

// readingOf finds the reading of an item among all that have to be carried over.
func readingOf(list []Carried, s *room.State, label ident.Label) (*Carried, error) {
	it := s.Item(label)
	switch {
	case it == nil:
		return nil, fault.NotFoundf("nothing was given in the room %q as %q", s.Name, label).WithHint("Try: nonpaper proposals")
	case it.Proposal == nil:
		return nil, fault.Invalidf("%s is no proposal; only those are carried over", it.Label)
	case !it.Live():
		return nil, fault.Invalidf("%s no longer stands; nothing was recorded", it.Label)
	}
	if i := slices.IndexFunc(list, func(x Carried) bool { return x.Item == it }); i >= 0 {
		return &list[i], nil
	}
	if by := s.Revised()[it]; by != nil {
		return nil, fault.Invalidf("%s counts in the place of %s; nothing was recorded", by.Label, it.Label)
	}
	return nil, fault.Invalidf("%s stands on the words as they are now; nothing was recorded", it.Label).
		WithHint("What the party wants otherwise is a proposal of its own: nonpaper propose")
}

// ByHand is a person's decision how a proposal stands on the words now.
type ByHand struct {
	Label     ident.Label
	AsMet     bool   // the words now say what it wanted
	Unchanged bool   // its wording, or its act, as it was
	Words     string // else the whole wording
	Replace   string // else these words of the point as it reads now become By
	By        string
	Heading   string // "" for the heading that it has now
	After     string // of a new or moved point: what it is to follow
	Reason    string
}

// CarryByHand carries one proposal over as a person decided: in "" in the drafting
// room, else in a party's room, against what was given there last. Only what does not
// stand on the words as they are is carried over, so that nobody's proposal becomes
// another by it.
func (p *Process) CarryByHand(ctx context.Context, a Actor, when event.When, in string, h ByHand) (*CarriedOver, error) {
	var out *CarriedOver
	err := p.do(ctx, a, when, func(w *work) error {
		if in != "" {
			var err error
			out, err = w.carryIn(in, &h)
			return err
		}
		t, err := w.at(Drafting, access.Keep)
		if err != nil {
			return err
		}
		list, err := carriable(t.state, "", new(carry.Merger))
		if err != nil {
			return err
		}
		x, err := readingOf(list, t.state, h.Label)
		if err != nil {
			return err
		}
		after := ident.Point("")
		if h.After != "" {
			for _, in := range t.state.Instruments {
				if q, err := in.FindPoint(h.After); err == nil && !q.Deleted {
					after = q.ID
				}
			}
			if after == "" {
				return fault.NotFoundf("there is no point %s that it could follow; nothing was recorded", h.After).WithHint("Try: nonpaper text show")
			}
		}
		if err := x.decide(&h, after); err != nil {
			return err
		}
		if err := w.record(t, room.CarryOver{ProposalCarried: *x.Fact}); err != nil {
			return err
		}
		out = &CarriedOver{Room: t.state, Recorded: t.recorded(), List: []Carried{*x}}
		return nil
	})
	return out, err
}

// decide takes a person's decision.
func (x *Carried) decide(h *ByHand, after ident.Point) error {
	f := event.ProposalCarried{Label: x.Item.Label, Point: x.Item.Wants().Point, Act: x.Item.Decided().Act, After: x.Item.Wants().After, How: event.ByHand,
		Heading: h.Heading, BaseHeading: x.Now.Heading, BaseBody: x.Now.Body, Reason: h.Reason, Source: x.Item.Source}
	if f.Heading == "" {
		f.Heading = x.Now.Heading
	}
	if after != "" {
		f.After = after
	}
	isNew := f.Point == ""
	switch {
	case h.AsMet:
		f.How, f.Met, f.Body = event.AsMet, true, x.Now.Body
		if x.Now.Deleted {
			f.Act, f.Heading = string(plan.ActDelete), ""
		} else if !isNew {
			f.Act, f.Heading = "", x.Now.Heading
		}
	case x.Now.Deleted:
		return fault.Conflictf("point %s was taken out, and %s cannot stand there; nothing was recorded", x.Number, x.Item.Label).
			WithHint("Say that it is met (--as-met), or that it no longer stands: nonpaper item lapse, nonpaper item withdraw")
	case h.Unchanged || isNew || f.Act == string(plan.ActMove) && after != "":
		f.Heading, f.Body = x.Wants.Heading, x.Wants.Body
		if f.Act != "" {
			f.Heading = ""
		}
		if after == "" && x.Why == whyGone {
			return fault.Invalidf("what is %s to follow? Nothing was recorded", x.Item.Label).WithHint("Add --after POINT")
		}
	case h.Replace != "":
		body, err := replaceIn(x.Now.Body, h.Replace, h.By)
		if err != nil {
			return err
		}
		f.Act, f.Body = "", body
	default:
		f.Act, f.Body = "", h.Words
	}
	f.Met = f.Met || f.Act == "" && !isNew && f.Heading == x.Now.Heading && f.Body == x.Now.Body
	x.Fact = &f
	return nil
}

// replaceIn replaces words that stand in a wording once.
func replaceIn(body, old, by string) (string, error) {
	old = words.Normalise(old)
	if n := strings.Count(body, old); old == "" || n != 1 {
		return "", fault.Invalidf("%q stands %d times in the point as it reads now; nothing was recorded", old, n).
			WithHint("Name words that stand there once, or give the whole wording: --words")
	}
	return words.Normalise(strings.Replace(body, old, by, 1)), nil
}
