package room

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Hash is the hash of a text's words: numbers, parts, headings and bodies in
// their order. Identifiers do not count, since they differ between rooms.
func Hash(points []event.Point) [32]byte {
	h := sha256.New()
	for _, p := range points {
		for _, s := range []string{p.Kind, p.Label, p.Number, p.PartLabel, p.Part, p.Heading, p.Body, strconv.FormatBool(p.Deleted)} {
			fmt.Fprintf(h, "%d:", len(s))
			h.Write([]byte(s))
		}
	}
	return [32]byte(h.Sum(nil))
}

// drafts refuses what only a room with a working text may do.
func (s *State) drafts() error {
	if s.Kind != event.RoomDrafting && s.Kind != event.RoomDelegation {
		return fault.Invalidf("the room %q has no working text; that is kept in the drafting room", s.Name)
	}
	return nil
}

// OpenInstrument begins an instrument.
type OpenInstrument struct{ event.InstrumentOpened }

func (c OpenInstrument) decide(s *State) ([]event.Fact, error) {
	if err := s.drafts(); err != nil {
		return nil, err
	}
	if s.Instrument(c.Instrument) != nil {
		return nil, fault.Invalidf("there is an instrument %s already", c.Instrument)
	}
	for _, p := range c.Parties {
		if s.Parties[p] == nil {
			return nil, s.unknownParty(p)
		}
	}
	f := c.InstrumentOpened
	var err error
	if f.Title, err = oneLine("the title", f.Title); err != nil {
		return nil, err
	}
	return one(&f)
}

// Find finds the instrument of a name; "" is the only one there is.
func (s *State) Find(id ident.Instrument) (*Instrument, error) {
	if id == "" {
		switch len(s.Instruments) {
		case 1:
			return s.Instruments[0], nil
		case 0:
			return nil, fault.NotFoundf("there is no instrument yet").WithHint("Import a first draft: nonpaper text import FILE")
		}
		return nil, fault.Invalidf("there are %d instruments; name one", len(s.Instruments)).WithHint("Add --instrument NAME; nonpaper instrument list shows them.")
	}
	if in := s.Instrument(id); in != nil {
		return in, nil
	}
	return nil, fault.NotFoundf("no instrument %s", id).WithHint("Try: nonpaper instrument list")
}

// FindPoint finds a point by what people call it: its identity (p10) or its
// printed number (10).
func (in *Instrument) FindPoint(spec string) (*Point, error) {
	spec = strings.TrimSpace(spec)
	if number, ok := strings.CutPrefix(spec, "P"); ok {
		spec = "p" + number
	}
	if p := in.Point(ident.Point(spec)); p != nil {
		return p, nil
	}
	if p := in.ByNumber(spec); p != nil {
		return p, nil
	}
	if short, ok := strings.CutPrefix(spec, "p"); ok {
		if p := in.ByNumber(short); p != nil && in.Point(p.ID) == p {
			return p, nil
		}
	}
	return nil, fault.NotFoundf("%s has no point %s", in.Instrument, spec).WithHint("Try: nonpaper text show")
}

// live finds a point that is no empty slot.
func (c pointRef) live(s *State) (*Instrument, *Point, error) {
	if err := s.drafts(); err != nil {
		return nil, nil, err
	}
	in, err := s.Find(c.Instrument)
	if err != nil {
		return nil, nil, err
	}
	p, err := in.FindPoint(c.Point)
	if err != nil {
		return nil, nil, err
	}
	if p.Deleted {
		return nil, nil, fault.Invalidf("point %s is deleted; its slot is empty", c.Point)
	}
	return in, p, nil
}

type pointRef struct {
	Instrument ident.Instrument
	Point      string // identity or printed number
}

// Word gives a point other words.
type Word struct {
	Instrument    ident.Instrument
	Point         string
	Heading, Body string
	Reason        string
}

func (c Word) decide(s *State) ([]event.Fact, error) {
	in, p, err := pointRef{c.Instrument, c.Point}.live(s)
	if err != nil {
		return nil, err
	}
	if err := checked("the wording", c.Heading+c.Body+c.Reason); err != nil {
		return nil, err
	}
	switch {
	case c.Heading == "" && c.Body == "":
		return nil, fault.Invalidf("a wording without words; nothing was recorded").WithHint("To take the point out: nonpaper point delete %s", c.Point)
	case p.Heading == c.Heading && p.Body == c.Body:
		return nil, fault.Invalidf("point %s reads so already; nothing was recorded", c.Point)
	}
	return one(&event.PointWorded{Instrument: in.Instrument, Point: p.ID, Heading: c.Heading, Body: c.Body, Reason: c.Reason})
}

// Add puts a new point into the text.
type Add struct {
	Instrument    ident.Instrument
	After         string // identity or number, "" for the beginning
	Number        string // printed; "" for the one before with bis, ter, …, at the beginning 0
	Heading, Body string
	Reason        string
}

func (c Add) decide(s *State) ([]event.Fact, error) {
	if err := s.drafts(); err != nil {
		return nil, err
	}
	in, err := s.Find(c.Instrument)
	if err != nil {
		return nil, err
	}
	if err := checked("the wording", c.Heading+c.Body+c.Reason); err != nil {
		return nil, err
	}
	if c.Heading == "" && c.Body == "" {
		return nil, fault.Invalidf("a point without words; nothing was recorded")
	}
	np := event.Point{Kind: string(plan.KindPoint), Number: c.Number, Heading: c.Heading, Body: c.Body}
	after := ident.Point("")
	if c.After != "" {
		p, err := in.FindPoint(c.After)
		if err != nil {
			return nil, err
		}
		after = p.ID
		np.Label, np.PartLabel, np.Part = p.Label, p.PartLabel, p.Part
		if np.Number == "" {
			np.Number = in.between(p.Number)
		}
	} else if len(in.Points) > 0 {
		np.PartLabel, np.Part = in.Points[0].PartLabel, in.Points[0].Part
	}
	if np.Number == "" {
		np.Number = "0"
		if in.ByNumber("0") != nil {
			np.Number = in.between("0")
		}
	}
	if old := in.ByNumber(np.Number); old != nil && !old.Deleted {
		return nil, fault.Invalidf("point %s is there already; nothing was recorded", np.Number).WithHint("Leave --number out, and it becomes %s", in.between(np.Number))
	}
	np.ID = in.fresh(&np, s)
	return one(&event.PointAdded{Instrument: in.Instrument, After: after, Point: np, Reason: c.Reason})
}

// inserted are the words behind the number of what came in between.
var inserted = []string{"bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies"}

// between is the first free number behind another: 9 bis, 9 ter, …
func (in *Instrument) between(number string) string {
	for _, w := range inserted {
		if n := number + " " + w; in.ByNumber(n) == nil {
			return n
		}
	}
	for k := 11; ; k++ {
		if n := fmt.Sprintf("%s add %d", number, k); in.ByNumber(n) == nil {
			return n
		}
	}
}

// fresh makes an identity from the point's number that no point of the room has
// or had: a point keeps its own for life, also in another instrument.
func (in *Instrument) fresh(p *event.Point, s *State) ident.Point {
	stem := strings.ReplaceAll(p.Number, " ", "")
	if _, err := ident.ParsePoint("p" + stem); err != nil {
		stem = ""
	}
	prefix := "p"
	if p.Kind != string(plan.KindPoint) {
		prefix = p.Kind
		if stem != "" {
			prefix += "-"
		}
	}
	try := prefix + stem
	for k := 2; stem == "" && prefix == "p" || s.taken(ident.Point(try)); k++ {
		try = fmt.Sprintf("%s%s-%d", prefix, stem, k)
		if !s.taken(ident.Point(try)) {
			break
		}
	}
	return ident.Point(try)
}

func (s *State) taken(id ident.Point) bool {
	return slices.ContainsFunc(s.Instruments, func(in *Instrument) bool { return in.Point(id) != nil || slices.Contains(in.Dropped, id) })
}

// Delete empties a point's slot.
type Delete struct {
	Instrument ident.Instrument
	Point      string
	Into       []string // points where its words went
	Reason     string
}

func (c Delete) decide(s *State) ([]event.Fact, error) {
	in, p, err := pointRef{c.Instrument, c.Point}.live(s)
	if err != nil {
		return nil, err
	}
	f := &event.PointDeleted{Instrument: in.Instrument, Point: p.ID, Reason: c.Reason}
	for _, spec := range c.Into {
		to, err := in.FindPoint(spec)
		if err != nil {
			return nil, err
		}
		if to == p || to.Deleted {
			return nil, fault.Invalidf("the words of point %s cannot have gone to point %s", c.Point, spec)
		}
		f.Into = append(f.Into, to.ID)
	}
	return one(f)
}

// Move puts a point elsewhere in its text.
type Move struct {
	Instrument ident.Instrument
	Point      string
	After      string // "" for the beginning
	Reason     string
}

func (c Move) decide(s *State) ([]event.Fact, error) {
	in, p, err := pointRef{c.Instrument, c.Point}.live(s)
	if err != nil {
		return nil, err
	}
	f := &event.PointMoved{Instrument: in.Instrument, Point: p.ID, PartLabel: p.PartLabel, Part: p.Part, Reason: c.Reason}
	next := in.Points[0]
	if c.After != "" {
		after, err := in.FindPoint(c.After)
		if err != nil {
			return nil, err
		}
		if after == p {
			return nil, fault.Invalidf("point %s cannot follow itself; nothing was recorded", c.Point)
		}
		f.After, next = after.ID, after
	}
	f.PartLabel, f.Part = next.PartLabel, next.Part
	return one(f)
}

// Transfer moves a point to another instrument.
type Transfer struct {
	From   ident.Instrument
	Point  string
	To     ident.Instrument
	After  string // in To, "" for the end
	Number string // printed there, "" for the next free one
	Reason string
}

func (c Transfer) decide(s *State) ([]event.Fact, error) {
	from, p, err := pointRef{c.From, c.Point}.live(s)
	if err != nil {
		return nil, err
	}
	to, err := s.Find(c.To)
	if err != nil {
		return nil, err
	}
	if to == from {
		return nil, fault.Invalidf("point %s stands in %s already", c.Point, to.Instrument).WithHint("Within an instrument: nonpaper point move")
	}
	f := &event.PointTransferred{From: from.Instrument, To: to.Instrument, Point: p.ID, Number: c.Number, Reason: c.Reason}
	if c.After != "" {
		after, err := to.FindPoint(c.After)
		if err != nil {
			return nil, err
		}
		f.After = after.ID
	}
	if f.Number == "" {
		f.Number = to.nextNumber()
	} else if old := to.ByNumber(f.Number); old != nil && !old.Deleted {
		return nil, fault.Invalidf("%s has a point %s already; nothing was recorded", to.Instrument, f.Number)
	}
	return one(f)
}

// nextNumber is one more than the highest whole number printed in the text.
func (in *Instrument) nextNumber() string {
	highest := 0
	for _, p := range in.Points {
		if n, err := strconv.Atoi(p.Number); err == nil {
			highest = max(highest, n)
		}
	}
	return strconv.Itoa(highest + 1)
}
