package app

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/strip"
	"nonpaper/internal/vault"
)

// MaxAttachment bounds a file that is attached.
const MaxAttachment = 32 << 20

// Attach records a file that a party gives, without its metadata: in its room with
// the content, and in the same append in the drafting room, with where it was
// given. name is the file's, and is not recorded.
func (p *Process) Attach(ctx context.Context, a Actor, when event.When, in string, f event.AttachmentGiven, name string, src []byte) (*TakenIn, error) {
	if len(src) > MaxAttachment {
		return nil, tooLargeAttachment(name)
	}
	clean, err := strip.File(name, src)
	if err != nil {
		return nil, err
	}
	if len(clean.Content) > MaxAttachment {
		return nil, tooLargeAttachment(name)
	}
	f.Type, f.Left = string(clean.Type), clean.Left
	f.Size, f.Checksum = int64(len(clean.Content)), sha256.Sum256(clean.Content)
	f.Pieces = uint64((len(clean.Content) + event.PieceSize - 1) / event.PieceSize)
	if f.Sort == "" {
		f.Sort = event.Letter
		if clean.Type.Picture() {
			f.Sort = event.Scan
		}
	}
	return p.Give(ctx, a, when, in, Gift{Attachment: &f, content: clean.Content})
}

func tooLargeAttachment(name string) error {
	return fault.Invalidf("%s is larger than %d MB, the most that can be attached; nothing was recorded", name, MaxAttachment>>20).
		WithHint("Scan it at a lower resolution, or divide it: one file for each page.")
}

// content seals an attachment's content as the entries behind the one that was
// recorded last. They are in no state and in no answer: who wants the content asks
// for it.
func (w *work) content(t *part, content []byte) error {
	e := &t.entries[len(t.entries)-1]
	n := uint64(0)
	for data := range slices.Chunk(content, event.PieceSize) {
		body := e.Body
		body.Fact = &event.AttachmentContent{Number: n, Data: data}
		n++
		if err := w.seal(t, &event.Entry{Seq: e.Seq + n, Time: e.Time, Body: body}); err != nil {
			return err
		}
	}
	return nil
}

// Content writes the content of an attachment that the actor may read. The label
// is that of the room, or of the drafting room.
func (p *Process) Content(ctx context.Context, a Actor, s *room.State, label ident.Label, to io.Writer) error {
	it := s.Item(label)
	if it == nil || it.Attachment == nil {
		return noAttachment(label)
	}
	if it.Source.Label != "" { // it lies where it was given
		in, err := p.seat(a, it.Source.Room.String())
		if err != nil {
			return noAttachment(label)
		}
		there := in.Item(it.Source.Label)
		if there == nil || there.Attachment == nil {
			return fault.NotFoundf("the content of %s was destroyed", it.Label)
		}
		s, it = in, there
	}
	p.mu.RLock()
	key := p.rooms[s.ID].key
	p.mu.RUnlock()
	sum := sha256.New()
	if err := p.pieces(ctx, key, s.ID, it, io.MultiWriter(to, sum)); err != nil {
		return err
	}
	if [32]byte(sum.Sum(nil)) != it.Attachment.Checksum {
		return fmt.Errorf("the content of %s is not what its checksum says", it.Label)
	}
	return nil
}

// pieces reads the entries behind an attachment, one by one.
func (p *Process) pieces(ctx context.Context, key *vault.RoomKey, id ident.Room, it *room.Item, to io.Writer) error {
	o := opener{key: key}
	n := uint64(0)
	for rec, err := range p.log.After(ctx, id, it.Seq+1) {
		if err == nil {
			err = o.open(&rec)
		}
		if err != nil {
			return err
		}
		f, is := o.entry.Body.Fact.(*event.AttachmentContent)
		switch {
		case o.entry.Gone:
			return fault.NotFoundf("the content of %s was destroyed", it.Label)
		case !is || f.Number != n:
			return fmt.Errorf("the content of %s is not whole", it.Label)
		}
		if _, err := to.Write(f.Data); err != nil {
			return err
		}
		if n++; n == it.Attachment.Pieces {
			return nil
		}
	}
	return fmt.Errorf("the content of %s is not whole", it.Label)
}

func noAttachment(label ident.Label) error {
	return fault.NotFoundf("nothing is attached as %q", label).WithHint("Try: nonpaper attachment list")
}

// withContent adds to entries that are to be destroyed what belongs to them: an
// attachment and its content go together.
func withContent(seqs []uint64, attached map[uint64]uint64) []uint64 {
	var out []uint64
	seen := map[uint64]bool{}
	add := func(q uint64) {
		if !seen[q] {
			seen[q] = true
			out = append(out, q)
		}
	}
	for _, q := range seqs {
		add(q)
		for at, n := range attached {
			if q >= at && q <= at+n {
				for i := range n + 1 {
					add(at + i)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}
