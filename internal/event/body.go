package event

import (
	"fmt"

	"nonpaper/internal/ident"
)

// Body is what an entry says, and by whom and when. It is sealed before it is
// stored.
type Body struct {
	Actor   ident.Person // who acted
	For     ident.Code   // the party on whose behalf, "" for the secretariat's own acts
	Entered ident.Person // who entered it
	Known   Known        // how the one who entered it was known
	When    When         // when it happened
	Fact    Fact
	Salt    [16]byte // chance, so that the commitment in the header tells nothing
}

// Known says how the program knew the person who entered something. The
// numbers are stored: append only.
type Known uint8

const (
	KnownAtFile    Known = 1 // held the process file open: what they say about themselves
	KnownBySession Known = 2 // signed in
	KnownByPasskey Known = 3
	KnownBySigned  Known = 4 // signed the entry
)

// Precision says how exactly it is known when something happened. The numbers
// are stored: append only.
type Precision uint8

const (
	ToMinute Precision = 0
	ToDay    Precision = 1
	ToMonth  Precision = 2
	Undated  Precision = 3 // only that it happened, at the time of entry at the latest
)

// When is when something happened. From and To are Unix time in microseconds;
// To is 0 where it was one moment. Offset is that of the place's clock against
// UTC in minutes.
type When struct {
	From      int64     // when it happened or began, Unix µs
	To        int64     // when it ended, Unix µs; 0 where it was one moment
	Offset    int       // minutes of the place's clock against UTC
	Precision Precision // how exactly it is known
}

// Fact is one of the kinds of facts in the table of kind.go.
type Fact interface {
	kind() Kind
	fields(*coder)
}

// KindOf is the kind of a fact.
func KindOf(f Fact) Kind { return f.kind() }

func (b *Body) fields(c *coder) {
	kind := Kind(0)
	if c.writing {
		kind = b.Fact.kind()
	}
	whole(c, 1, &kind)
	text(c, 2, &b.Actor)
	text(c, 3, &b.For)
	text(c, 4, &b.Entered)
	whole(c, 5, &b.Known)
	whole(c, 6, &b.When.From)
	whole(c, 7, &b.When.To)
	whole(c, 8, &b.When.Offset)
	whole(c, 9, &b.When.Precision)
	if !c.writing && c.err == nil {
		if b.Fact = kind.empty(); b.Fact == nil {
			c.err = fmt.Errorf("it is of kind %d, which this version of the program does not know; a newer one wrote it", kind)
			return
		}
	}
	switch {
	case c.writing:
		part(c, 10, b.Fact.fields)
	case c.want(10, 2):
		c.inside(b.Fact.fields)
	}
	fixed(c, 11, b.Salt[:])
}

// Encode writes a body. Equal bodies give equal bytes.
func Encode(b *Body) []byte {
	c := coder{writing: true, buf: make([]byte, 0, 256)}
	b.fields(&c)
	return c.buf
}

// Decode reads a body. It refuses what is no body and what a newer version of
// the program wrote; fields that were added later to a known kind are passed
// over.
func Decode(src []byte) (Body, error) {
	var b Body
	err := decode(&b, coder{buf: src})
	return b, err
}

// Decoder reads many bodies, and keeps once what stands in all of them. It is
// for one goroutine.
type Decoder struct{ seen interner }

// Decode reads a body into b, as the function does.
func (d *Decoder) Decode(src []byte, b *Body) error {
	if d.seen.seen == nil {
		d.seen.seen = map[string]string{}
	}
	*b = Body{}
	return decode(b, coder{buf: src, seen: &d.seen})
}

func decode(b *Body, c coder) error {
	b.fields(&c)
	c.rest()
	if c.err != nil {
		*b = Body{}
		return fmt.Errorf("the body of an entry cannot be read: %w", c.err)
	}
	return nil
}
