package event

import (
	"bytes"

	"google.golang.org/protobuf/encoding/protowire"

	"nonpaper/internal/ident"
)

// AttachmentKind is what an attachment is. The texts are stored: append only.
type AttachmentKind string

const (
	Scan   AttachmentKind = "scan"
	Photo  AttachmentKind = "photo"
	Letter AttachmentKind = "letter"
	Map    AttachmentKind = "map"
)

// AttachmentKinds are all kinds of attachments.
func AttachmentKinds() []AttachmentKind { return []AttachmentKind{Scan, Photo, Letter, Map} }

// AttachmentGiven is a file that a party gives. Its content stands once, in the
// entries right behind this one in the room in which it was given; the drafting
// room has neither content nor checksum, and says where it was given.
type AttachmentGiven struct {
	Common                  // what every item has
	To       ident.Label    // the item that it belongs to, "" for none
	Sort     AttachmentKind // scan, photo, letter, map
	Caption  string         // what is to be seen on it
	Type     string         // media type of the content
	Left     string         // what of its metadata could not be taken out
	Size     int64          // of the content in bytes; 0 in the drafting room
	Checksum [32]byte       // SHA-256 of the content; zero in the drafting room
	Pieces   uint64         // how many entries behind this one hold the content; 0 in the drafting room
}

func (*AttachmentGiven) kind() Kind { return KindAttachmentGiven }
func (f *AttachmentGiven) fields(c *coder) {
	part(c, 1, f.Common.fields)
	text(c, 2, &f.To)
	text(c, 3, &f.Sort)
	text(c, 4, &f.Caption)
	text(c, 5, &f.Type)
	text(c, 6, &f.Left)
	whole(c, 7, &f.Size)
	fixed(c, 8, f.Checksum[:])
	whole(c, 9, &f.Pieces)
}

// PieceSize is how much of a content one entry holds. A reader that goes on
// behind an attachment has at most one piece too many in its hands.
const PieceSize = 1 << 20

// MaxPieces bounds what an entry may say of itself: a reader passes over as many
// entries behind it.
const MaxPieces = 64

// AttachmentContent is a piece of an attachment's content. It is read when the
// content is asked for, and never when a process is opened.
type AttachmentContent struct {
	Number uint64 // of the piece, from 0
	Data   []byte // a mebibyte of the content, the last piece less
}

func (*AttachmentContent) kind() Kind { return KindAttachmentContent }
func (f *AttachmentContent) fields(c *coder) {
	whole(c, 1, &f.Number)
	raw(c, 2, &f.Data)
}

// raw is a run of bytes of any length.
func raw(c *coder, n protowire.Number, v *[]byte) {
	switch {
	case c.writing:
		if len(*v) > 0 {
			c.bytesField(n, *v)
		}
	case c.want(n, protowire.BytesType):
		*v = bytes.Clone(c.consumeBytes())
	}
}

// Content is how many entries right behind this one hold its content, and need not
// be read to know what is the case in the room.
func (e *Entry) Content() uint64 {
	if f, is := e.Body.Fact.(*AttachmentGiven); is && !e.Gone && f.Pieces <= MaxPieces {
		return f.Pieces
	}
	return 0
}
