package view

import (
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

// Change is one entry in the life of a point.
type Change struct {
	room.About
	Kind    event.Kind
	Heading string // as it read from then on
	Body    string
	Number  string // printed, from then on
	Deleted bool
	Label   ident.Label // of a text that was given
	Reason  string
	Words   bool // the words changed
}

// Blame goes through the entries of a room one by one and keeps what happened to
// one point. Its zero value with Point set is ready.
type Blame struct {
	Point   ident.Point
	Changes []Change

	was  event.Point
	seen bool
}

// Take takes the next entry.
func (b *Blame) Take(e *event.Entry) {
	if e.Gone {
		return
	}
	at := room.About{Seq: e.Seq, Time: e.Time, When: e.Body.When, Actor: e.Body.Actor, For: e.Body.For, Entered: e.Body.Entered, Known: e.Body.Known}
	now, reason, label, about := b.after(e.Body.Fact)
	if !about {
		return
	}
	words := !b.seen || now.Heading != b.was.Heading || now.Body != b.was.Body || now.Deleted != b.was.Deleted
	if label != "" && b.seen && !words && now.Number == b.was.Number {
		return // given again in the same words
	}
	if event.KindOf(e.Body.Fact) == event.KindTextImported && b.seen && !words && now.Number == b.was.Number && now.Part == b.was.Part {
		return
	}
	b.was, b.seen = now, true
	b.Changes = append(b.Changes, Change{About: at, Kind: event.KindOf(e.Body.Fact), Heading: now.Heading, Body: now.Body, Number: now.Number,
		Deleted: now.Deleted, Label: label, Reason: reason, Words: words})
}

// after is the point as it stands behind a fact, and whether the fact is about it.
func (b *Blame) after(fact event.Fact) (now event.Point, reason string, label ident.Label, about bool) {
	now = b.was
	among := func(points []event.Point) bool {
		for _, p := range points {
			if p.ID == b.Point && !(p.Deleted && slices.Contains(p.Into, p.ID)) { // a slot whose point goes on in another instrument
				now, about = p, true
			}
		}
		return about
	}
	switch f := fact.(type) {
	case *event.TextImported:
		among(f.Points)
		reason = f.Source
	case *event.PointWorded:
		if about = f.Point == b.Point; about {
			now.Heading, now.Body, now.Deleted, reason = f.Heading, f.Body, false, f.Reason
		}
	case *event.PointAdded:
		among([]event.Point{f.Point})
		reason = f.Reason
	case *event.PointDeleted:
		if about = f.Point == b.Point; about {
			now.Heading, now.Body, now.Deleted, reason = "", "", true, f.Reason
		}
	case *event.PointMoved:
		if about = f.Point == b.Point; about {
			now.Part, now.PartLabel, reason = f.Part, f.PartLabel, f.Reason
		}
	case *event.PointTransferred:
		if about = f.Point == b.Point; about {
			now.Number, now.Part, now.PartLabel, reason = f.Number, "", "", "to "+string(f.To)
			if f.Reason != "" {
				reason += ": " + f.Reason
			}
		}
	case *event.PointsRenumbered:
		for _, c := range f.Changes {
			if c.Point == b.Point {
				now.Number, about = c.New, true
				reason = c.Old + " became " + c.New
			}
		}
	case *event.Given:
		among(f.Points)
		label = f.Label
	}
	return now, reason, label, about
}

// Phrase finds the entry from which on a phrase has stood in the point without a
// break until now; false where it does not stand there now.
func (b *Blame) Phrase(phrase string) (Change, bool) {
	phrase = strings.Join(strings.Fields(phrase), " ")
	var since Change
	stands := false
	for _, c := range b.Changes {
		has := strings.Contains(strings.Join(strings.Fields(c.Heading+"\n"+c.Body), " "), phrase)
		if has && !stands {
			since = c
		}
		stands = has
	}
	return since, stands && phrase != ""
}
