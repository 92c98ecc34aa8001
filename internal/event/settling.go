package event

import "nonpaper/internal/ident"

// Settling is what was done about a bracket. The texts are stored: append only.
type Settling string

const (
	Chosen  Settling = "chosen"   // one of its variants becomes the text
	Bridged Settling = "bridged"  // another wording takes its place
	Kept    Settling = "retained" // it was taken up, and stays as it is
	Parked  Settling = "parked"   // it is left to the principals
)

// Settlings are all that can be done about a bracket.
func Settlings() []Settling { return []Settling{Chosen, Bridged, Kept, Parked} }

// Variant is a variant of a bracket as it stood when the bracket was settled.
type Variant struct {
	Parties []ident.Code // who was printed at it; the base as "base"
	Words   string       // with the brackets inside it, if any
}

// Follows is a proposal whose wording follows when a bracket of its point is
// settled: in the bracket the words settled on, elsewhere the party's own.
type Follows struct {
	Label   ident.Label // of the proposal
	Heading string      // as the party's text of the point then reads
	Body    string      // likewise
}

// BracketSettled says what was done about a bracket of the compiled text: only so,
// or by an act of those who hold it, does a bracket disappear. The point's words
// change by a point.worded in the same act.
type BracketSettled struct {
	Instrument ident.Instrument // of the text
	Point      ident.Point      // in which it stood; of a point that was proposed only, the one that is now there, if it is
	Bracket    string           // as it was called then: "10b"
	How        Settling         // one of the four
	Variants   []Variant        // as they stood
	Words      string           // those settled on
	Chosen     ident.Code       // whose variant it was; "base" for the text's own
	Hash       [32]byte         // of a bracket that stays: it is not parked or retained any more when its variants change
	Heading    string           // of the point from now on, where the bracket is gone
	Body       string           // likewise; a point without any is deleted
	Follow     []Follows        // proposals on the point
	Reason     string           // why, in words
}

func (*BracketSettled) kind() Kind { return KindBracketSettled }
func (f *BracketSettled) fields(c *coder) {
	text(c, 1, &f.Instrument)
	text(c, 2, &f.Point)
	text(c, 3, &f.Bracket)
	text(c, 4, &f.How)
	parts(c, 5, &f.Variants, func(c *coder, v *Variant) {
		texts(c, 1, &v.Parties)
		text(c, 2, &v.Words)
	})
	text(c, 6, &f.Words)
	text(c, 7, &f.Chosen)
	fixed(c, 8, f.Hash[:])
	text(c, 9, &f.Heading)
	text(c, 10, &f.Body)
	parts(c, 11, &f.Follow, func(c *coder, x *Follows) {
		text(c, 1, &x.Label)
		text(c, 2, &x.Heading)
		text(c, 3, &x.Body)
	})
	text(c, 12, &f.Reason)
}

// Agreement is what was said of a point at the table. The texts are stored: append
// only.
type Agreement string

const (
	Discussed     Agreement = "discussed"     // it was taken up, and nothing was agreed
	NoObjection   Agreement = "no-objection"  // nobody objected, and nobody was asked to agree
	AdRef         Agreement = "agreed-ad-ref" // agreed, to be confirmed
	Provisionally Agreement = "agreed"        // provisionally agreed, under the closing rule

	Objected Agreement = "no-longer-agreed" // a party takes back what it said
)

// Agreements are those that people name; that no authority was
// seen is found by the program.
func Agreements() []Agreement {
	return []Agreement{Discussed, NoObjection, AdRef, Provisionally, Objected}
}

// Bound is a point on whose words an agreement to another point depends.
type Bound struct {
	Point ident.Point // the other point
	Why   string      // "defines “the Corridor”", "linked"
	Hash  [32]byte    // of its words then, as room.MarkHash makes it
}

// PointAgreed is what parties said of a point at the table, bound to the exact
// words that they had before them.
type PointAgreed struct {
	Instrument ident.Instrument // in the drafting room
	Point      ident.Point      // as the room calls it
	Text       ident.Label      // what the words were given as in the room
	Agreement  Agreement        // what was said
	Parties    []ident.Code     // by whom
	By         []ident.Person   // who spoke, where known
	Until      int64            // to be confirmed by then, Unix µs
	Hash       [32]byte         // of the words, as room.MarkHash makes it
	Bound      []Bound          // in the drafting room: on what else it depends
	Unseen     []ident.Code     // parties for which nobody spoke whose authority had been seen: ad referendum until confirmed
	Note       string           // in words
	Source     Source           // in the drafting room: where it was said
}

func (*PointAgreed) kind() Kind { return KindPointAgreed }
func (f *PointAgreed) fields(c *coder) {
	text(c, 1, &f.Instrument)
	text(c, 2, &f.Point)
	text(c, 3, &f.Text)
	text(c, 4, &f.Agreement)
	texts(c, 5, &f.Parties)
	texts(c, 6, &f.By)
	whole(c, 7, &f.Until)
	fixed(c, 8, f.Hash[:])
	parts(c, 9, &f.Bound, func(c *coder, b *Bound) {
		text(c, 1, &b.Point)
		text(c, 2, &b.Why)
		fixed(c, 3, b.Hash[:])
	})
	texts(c, 10, &f.Unseen)
	text(c, 11, &f.Note)
	part(c, 12, func(c *coder) { sourceFields(c, &f.Source) })
}

// AgreementConfirmed says that a party confirms what it agreed ad referendum.
type AgreementConfirmed struct {
	Point  ident.Point  // as the room calls it
	Party  ident.Code   // that confirms
	By     ident.Person // who said so
	Note   string       // in words
	Source Source       // in the drafting room: where it was said
}

func (*AgreementConfirmed) kind() Kind { return KindAgreementConfirmed }
func (f *AgreementConfirmed) fields(c *coder) {
	text(c, 1, &f.Point)
	text(c, 2, &f.Party)
	text(c, 3, &f.By)
	text(c, 4, &f.Note)
	part(c, 5, func(c *coder) { sourceFields(c, &f.Source) })
}

// PointReopened ends what was agreed on a point, though its words are the same.
type PointReopened struct {
	Point  ident.Point  // as the room calls it
	Party  ident.Code   // that asks for it; "" for the chair
	By     ident.Person // who said so, where known
	Reason string       // why
	Source Source       // in the drafting room: where it was said
}

func (*PointReopened) kind() Kind { return KindPointReopened }
func (f *PointReopened) fields(c *coder) {
	text(c, 1, &f.Point)
	text(c, 2, &f.Party)
	text(c, 3, &f.By)
	text(c, 4, &f.Reason)
	part(c, 5, func(c *coder) { sourceFields(c, &f.Source) })
}
