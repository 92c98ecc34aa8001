package room

import (
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// Evolve takes one entry into the state.
func (s *State) Evolve(e *event.Entry) {
	s.Entries = e.Seq + 1
	s.Last = e.Time
	if e.Gone {
		return
	}
	b := &e.Body
	at := About{Seq: e.Seq, Time: e.Time, When: b.When, Actor: b.Actor, For: b.For, Entered: b.Entered, Known: b.Known}
	switch f := b.Fact.(type) {
	case *event.ProcessOpened:
		s.Process = f
	case *event.OrderSet:
		s.Order = f.Order
	case *event.RoomOpened:
		s.Name, s.Kind, s.Purpose, s.Succeeded, s.Opened = f.Name, f.Kind, f.Purpose, f.Succeeded, b.When
	case *event.RoomClosed:
		s.Closed = true
	case *event.MemberAdded:
		s.Members[f.Person] = &Member{About: at, Writes: f.Writes}
	case *event.MemberLeft:
		if m := s.Members[f.Person]; m != nil {
			m.Left = true
		}
	case *event.PartyIntroduced:
		s.Parties[f.Code] = &Party{at, *f}
	case *event.GroupDeviated:
		s.Deviations = append(s.Deviations, &Deviation{at, *f})
	case *event.PersonIntroduced:
		p := &Person{About: at, PersonIntroduced: *f}
		if old := s.People[f.Person]; old != nil {
			p.Authority = old.Authority
		}
		s.People[f.Person] = p
	case *event.AuthorityShown:
		s.authority(f.Person, Authority{About: at, Shown: f})
	case *event.AuthorityNotSeen:
		s.authority(f.Person, Authority{About: at, NotSeen: f})
	case *event.Initialled:
		s.Marks = append(s.Marks, &Mark{at, f.Person, f.Label, f.Hash, false})
	case *event.Signed:
		s.Marks = append(s.Marks, &Mark{at, f.Person, f.Label, f.Hash, true})
	case *event.NoteMade:
		s.Notes = append(s.Notes, &Note{at, *f})
	case *event.DraftKept:
		s.Drafts = append(s.Drafts, &Draft{About: at, DraftKept: *f})
	case *event.DraftTabled:
		s.endDraft(f.Draft, func(d *Draft) { d.Tabled = true })
	case *event.DraftGivenUp:
		s.endDraft(f.Draft, func(d *Draft) { d.GivenUp = true })
	case *event.BodiesDestroyed:
		s.Destroyed = append(s.Destroyed, &Destruction{at, *f})
	case *event.Taken:
		s.Taken = append(s.Taken, &Taken{at, *f})
	default:
		s.evolveText(b.Fact, at)
	}
}

func (s *State) evolveText(fact event.Fact, at About) {
	switch f := fact.(type) {
	case *event.InstrumentOpened:
		in := s.instrument(f.Instrument)
		in.About, in.InstrumentOpened = at, *f
	case *event.TextImported:
		s.instrument(f.Instrument).imported(f, at)
	case *event.PointWorded:
		p := s.instrument(f.Instrument).point(f.Point)
		p.Heading, p.Body, p.Changed = f.Heading, f.Body, at
		p.Deleted, p.Into = false, nil
	case *event.PointAdded:
		s.instrument(f.Instrument).insert(&Point{f.Point, at}, f.After)
	case *event.PointDeleted:
		p := s.instrument(f.Instrument).point(f.Point)
		p.Heading, p.Body, p.Deleted, p.Into, p.Changed = "", "", true, f.Into, at
	case *event.PointMoved:
		in := s.instrument(f.Instrument)
		if p := in.remove(f.Point); p != nil {
			p.PartLabel, p.Part = f.PartLabel, f.Part
			in.insert(p, f.After)
		}
	case *event.PointTransferred:
		s.transfer(f, at)
	case *event.PointsRenumbered:
		in := s.instrument(f.Instrument)
		for _, c := range f.Changes {
			in.point(c.Point).Number = c.New
		}
		for _, id := range f.Dropped {
			in.remove(id)
			in.Dropped = append(in.Dropped, id)
		}
	case *event.TextCirculated:
		t := &Text{at, *f}
		s.share(f.Instrument, t.Points)
		s.Texts = append(s.Texts, t)
	case *event.TextReceived:
		s.Rivals = append(s.Rivals, &Rival{at, *f})
	case *event.TextReported:
		s.Reports = append(s.Reports, &Report{at, *f})
	default:
		s.evolveGiven(fact, at)
	}
}

func (s *State) evolveGiven(fact event.Fact, at About) {
	switch f := fact.(type) {
	case *event.Conveyed:
		c := &Conveyed{at, *f}
		s.share(f.Instrument, c.Points)
		s.Conveyed = append(s.Conveyed, c)
	case *event.Given:
		if old := s.GivenAs(f.Corrects); f.Corrects != "" && old != nil {
			old.Superseded = f.Label
		}
		s.Given = append(s.Given, &Given{About: at, Given: *f})
	case *event.CopyReturned:
		if g := s.GivenAs(f.Label); g != nil {
			g.Returns = append(g.Returns, CopyEvent{at, f.Copy, f.Note})
		}
	case *event.CopyDestroyed:
		if g := s.GivenAs(f.Label); g != nil {
			g.Destroyed = append(g.Destroyed, CopyEvent{at, f.Copy, f.How})
		}
	case *event.Receipt:
		if g := s.GivenAs(f.Label); g != nil {
			g.Receipts = append(g.Receipts, Receipt{at, *f})
		}
	case *event.Knowledge:
		if was := s.Report(f.Ref); was != nil && f.Corrects {
			at.When = was.When // since when they know is not when more was said of it
			*was = Knowledge{at, *f}
			break
		}
		s.Knowledge = append(s.Knowledge, &Knowledge{at, *f})
	default:
		s.evolveItems(fact, at)
	}
}

// authority adds to what is known of a person's authority.
func (s *State) authority(who ident.Person, a Authority) {
	p := s.People[who]
	if p == nil {
		p = &Person{About: a.About, PersonIntroduced: event.PersonIntroduced{Person: who}}
		s.People[who] = p
	}
	if a.NotSeen != nil && a.NotSeen.Withdrawn {
		for i := range p.Authority {
			p.Authority[i].Withdrawn = true
		}
	}
	p.Authority = append(p.Authority, a)
}

func (s *State) endDraft(seq uint64, end func(*Draft)) {
	for _, d := range s.Drafts {
		if d.Seq == seq {
			end(d)
		}
	}
}

// instrument finds an instrument or begins it: the entry that did may have been
// destroyed.
func (s *State) instrument(id ident.Instrument) *Instrument {
	in := s.Instrument(id)
	if in == nil {
		in = &Instrument{InstrumentOpened: event.InstrumentOpened{Instrument: id}}
		s.Instruments = append(s.Instruments, in)
	}
	return in
}

// point finds a point or begins it, for the same reason.
func (in *Instrument) point(id ident.Point) *Point {
	p := in.Point(id)
	if p == nil {
		p = &Point{Point: event.Point{ID: id, Kind: "point"}}
		in.Points = append(in.Points, p)
	}
	return p
}

// imported sets the working text. A point whose words stay keeps the entry that
// last changed them.
func (in *Instrument) imported(f *event.TextImported, at About) {
	in.TextTitle = f.Title
	if in.Title == "" {
		in.Title = f.Title
	}
	points := make([]*Point, len(f.Points))
	for i := range f.Points {
		p := &Point{f.Points[i], at}
		if old := in.Point(p.ID); old != nil && old.Heading == p.Heading && old.Body == p.Body && old.Deleted == p.Deleted {
			p.Changed = old.Changed
		}
		points[i] = p
	}
	in.Points = points
}

func (s *State) transfer(f *event.PointTransferred, at About) {
	from, to := s.instrument(f.From), s.instrument(f.To)
	old := from.point(f.Point)
	moved := *old
	moved.Number, moved.Part, moved.PartLabel = f.Number, "", ""
	i := slices.Index(from.Points, old)
	from.Points[i] = &Point{event.Point{ID: old.ID, Kind: old.Kind, Label: old.Label, Number: old.Number,
		PartLabel: old.PartLabel, Part: old.Part, Deleted: true, Into: []ident.Point{old.ID}}, at}
	if slot := to.remove(f.Point); slot != nil && !slot.Deleted {
		to.Points = append(to.Points, slot) // it is there already: both stay
	}
	if f.After == "" {
		to.Points = append(to.Points, &moved)
	} else {
		to.insert(&moved, f.After)
	}
}

// share lets points that read as the working text hold the same strings, so
// that a text which was given twenty times is kept once.
func (s *State) share(id ident.Instrument, points []event.Point) {
	in := s.Instrument(id)
	if in == nil {
		return
	}
	for i := range points {
		p := &points[i]
		if w := in.Point(p.ID); w != nil && w.Body == p.Body {
			p.Heading, p.Body = shared(w.Heading, p.Heading), w.Body
			p.Part, p.PartLabel = shared(w.Part, p.Part), shared(w.PartLabel, p.PartLabel)
		}
	}
}

func shared(kept, read string) string {
	if kept == read {
		return kept
	}
	return read
}
