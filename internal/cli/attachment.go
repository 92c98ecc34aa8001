package cli

import (
	"bytes"
	"encoding/hex"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type attachCmd struct {
	gives
	File    string `arg:"" placeholder:"FILE" help:"A JPEG or PNG picture, a PDF, a Word file (.docx) or plain text, of 32 MB at most."`
	To      string `placeholder:"LABEL" help:"What it belongs to, as the room calls it: \"P 3\"; or as the drafting room does: \"BOR P 3\"."`
	Caption string `help:"What is to be seen on it."`
	Kind    string `placeholder:"KIND" help:"scan, photo, letter, map; else a picture is a scan and anything else a letter."`
}

func (c *attachCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		src, err := p.readSome(c.File, app.MaxAttachment)
		if err != nil {
			return "", nil, err
		}
		to := ident.Label(c.To)
		if to != "" {
			on := onItem{Label: c.To, Room: c.Room}
			in, label, err := on.item(s)
			if err != nil {
				return "", nil, err
			}
			c.Room, to = in, label
			if len(c.From) == 0 { // whoever gave the one gives the other
				if r, err := s.Seat(s.ctx, s.actor, app.In(in), app.AsOf{}); err == nil && r.Item(label) != nil {
					c.From = strs(r.Item(label).Sponsors())
				}
			}
		}
		m, in, err := c.common(p, s)
		if err != nil {
			return "", nil, err
		}
		f := event.AttachmentGiven{Common: m, To: to, Sort: event.AttachmentKind(c.Kind), Caption: c.Caption}
		t, err := s.Attach(s.ctx, s.actor, when, in, f, c.File, src)
		if err != nil {
			return "", nil, err
		}
		text, v := givenItem(t)
		kept := t.Given.Entries[len(t.Given.Entries)-1].Body.Fact.(*event.AttachmentGiven)
		if kept.Left != "" {
			text += "Metadata: " + kept.Left + "\n"
		} else {
			text += "Metadata: taken out.\n"
		}
		return text, v, nil
	})
}

type attachmentCmds struct {
	List attachmentListCmd `cmd:"" help:"What was attached, to what, by whom."`
	Save attachmentSaveCmd `cmd:"" help:"Write the content of an attachment to a file."`
}

type attachmentListCmd struct {
	looksAt
	To string `placeholder:"LABEL" help:"To this."`
}

type attachmentOut struct {
	itemOut
	Sort     string `json:"sort"`
	Type     string `json:"type"`
	Left     string `json:"metadataLeft,omitempty"`
	Size     int64  `json:"size,omitempty"`
	Checksum string `json:"sha256,omitempty"`
}

func (c *attachmentListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		items, in, err := c.items(s, at, func(it *room.Item) bool {
			return it.Attachment != nil && (c.To == "" || sameLabel(it.Attachment.To, ident.Label(c.To)))
		})
		if err != nil {
			return "", nil, err
		}
		rows, out := [][]string{}, []attachmentOut{}
		for i, it := range items {
			x := attachmentJSON(s, it, in[i])
			rows = append(rows, []string{x.Label, sayWhen(it.When), sayItem(it), sayAttached(x), sayTerms(it.Now, it.When.Offset), howItStands(it)})
			out = append(out, x)
		}
		if len(rows) == 0 {
			return "Nothing is attached.\n", out, nil
		}
		return columns(rows), out, nil
	})
}

// attachmentJSON is an attachment with what is kept of its content, which only the
// room has in which it was given.
func attachmentJSON(s *session, it *room.Item, in *room.State) attachmentOut {
	f := it.Attachment
	out := attachmentOut{itemOut: itemJSON(it, in), Sort: string(f.Sort), Type: f.Type, Left: f.Left}
	if it.Source.Label != "" {
		r, err := s.Seat(s.ctx, s.actor, app.In(it.Source.Room.String()), app.AsOf{})
		if err != nil {
			return out
		}
		there := r.Item(it.Source.Label)
		if there == nil || there.Attachment == nil {
			return out
		}
		f = there.Attachment
	}
	out.Size, out.Checksum = f.Size, hex.EncodeToString(f.Checksum[:])
	return out
}

// sayAttached says what the content is.
func sayAttached(x attachmentOut) string {
	if x.Size == 0 {
		return x.Type
	}
	return x.Type + ", " + view.Size(x.Size) + ", SHA-256 " + x.Checksum[:12]
}

type attachmentSaveCmd struct {
	acting
	Label  string `arg:"" help:"What was attached: \"A 1\"; or as the drafting room calls it: \"BOR A 1\"."`
	Room   string `placeholder:"ROOM" help:"Where it was given; else the only room of the actor's that has it."`
	Output string `short:"o" required:"" placeholder:"FILE" help:"Write to FILE, - for stdout."`
}

func (c *attachmentSaveCmd) Run(p *program) error {
	s, err := c.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	it, in, err := (&itemShowCmd{Label: c.Label, Room: c.Room}).find(s, app.AsOf{})
	if err != nil {
		return err
	}
	var content bytes.Buffer
	if err := s.Content(s.ctx, s.actor, in, it.Label, &content); err != nil {
		return err
	}
	return p.write(c.Output, content.Bytes())
}
