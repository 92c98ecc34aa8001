package room

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/refs"
)

// References says what a renumbering does with the references in the wordings.
type References string

const (
	// ReferencesFollow rewrites them, except where words on which something was
	// agreed would become others: then nothing is recorded, and a person decides.
	ReferencesFollow References = ""
	// ReferencesRewrite rewrites them all. What was agreed on the words as they
	// stand falls, as with any other change of words.
	ReferencesRewrite References = "rewrite"
	// ReferencesLeave changes no words.
	ReferencesLeave References = "leave"
)

// Renumber numbers the points of a text afresh, 1, 2, 3, …, in the order in
// which they stand. Empty slots stay under their old numbers, unless Drop.
// Where references follow, each wording that changes is an entry of its own
// behind the renumbering, in the same append.
type Renumber struct {
	Instrument ident.Instrument
	Drop       bool
	References References
}

// Renumbering is what a renumbering of a text would do.
type Renumbering struct {
	Concordance refs.Concordance
	Changes     []refs.Change // of every reference in the wordings
	Points      []event.Point // those whose words change, with their new words
}

// Language is the table by which references in the text's wordings are found:
// that of its first language that has one.
func (in *Instrument) Language() *refs.Language {
	for _, tag := range in.Languages {
		if l := refs.LanguageOf(tag); l != nil {
			return l
		}
	}
	return refs.English
}

// Index makes the working text ready for resolving references.
func (in *Instrument) Index() *refs.Index {
	places := make([]refs.Place, len(in.Points))
	var parts []string
	for i, p := range in.Points {
		places[i] = refs.Place{ID: p.ID, Kind: plan.Kind(p.Kind), Label: p.Label, Number: p.Number, Part: p.PartLabel + "\x00" + p.Part, Body: p.Body, Deleted: p.Deleted}
		if p.PartLabel != "" && !slices.Contains(parts, p.PartLabel) {
			parts = append(parts, p.PartLabel)
		}
	}
	title := in.TextTitle
	if title == "" {
		title = in.Title
	}
	return refs.NewIndex(title, places, parts)
}

// Renumbering computes what a renumbering would do, and does nothing.
func (in *Instrument) Renumbering(drop bool) Renumbering {
	ix := in.Index()
	r := Renumbering{Concordance: ix.Afresh()}
	for i := range r.Concordance {
		if l := &r.Concordance[i]; l.Deleted && drop {
			l.New = ""
		}
	}
	rw := ix.Rewriter(r.Concordance, in.Language())
	for i, p := range in.Points {
		now := p.Point
		var heading, body []refs.Change
		now.Heading, heading = rw.String(p.Heading, i)
		now.Body, body = rw.String(p.Body, i)
		r.Changes = append(append(r.Changes, heading...), body...)
		if now.Heading != p.Heading || now.Body != p.Body {
			r.Points = append(r.Points, now)
		}
	}
	return r
}

func (c Renumber) decide(s *State) ([]event.Fact, error) {
	if err := s.drafts(); err != nil {
		return nil, err
	}
	in, err := s.Find(c.Instrument)
	if err != nil {
		return nil, err
	}
	r := in.Renumbering(c.Drop)
	f := &event.PointsRenumbered{Instrument: in.Instrument}
	for _, l := range r.Concordance {
		switch {
		case l.New == "":
			f.Dropped = append(f.Dropped, l.Point)
		case l.New != l.Old:
			f.Changes = append(f.Changes, event.Renumbering{Point: l.Point, Old: l.Old, New: l.New})
		}
	}
	if len(f.Changes) == 0 && len(f.Dropped) == 0 {
		return nil, fault.Invalidf("the points are numbered so already; nothing was recorded")
	}
	facts := []event.Fact{f}
	if c.References == ReferencesLeave {
		return facts, nil
	}
	var agreed []string
	for _, p := range r.Points {
		facts = append(facts, &event.PointWorded{Instrument: in.Instrument, Point: p.ID, Heading: p.Heading, Body: p.Body, Reason: "references follow the new numbers"})
		if s.agreedOn(in.Point(p.ID)) {
			agreed = append(agreed, p.Number)
		}
	}
	if c.References == ReferencesFollow && len(agreed) > 0 {
		return nil, fault.Conflictf("something was agreed on the words of point %s as they stand, and they name numbers that would change; nothing was recorded", strings.Join(agreed, ", ")).
			WithHint("--references rewrite makes the words follow, and what was agreed on them has to be agreed again; --references leave keeps the words, which then name other points.")
	}
	return facts, nil
}

// agreedOn reports whether something that a party agreed stands on the words
// that a point has now.
func (s *State) agreedOn(p *Point) bool {
	words := s.Words(p.Heading, p.Body)
	return slices.ContainsFunc(s.LatestAgreements(p.ID), func(w PartysWord) bool {
		switch w.Stands(w.Party, words) {
		case StandsAgreed, StandsAdRef, StandsUnseen, Standing(event.NoObjection):
			return true
		}
		return false
	})
}
