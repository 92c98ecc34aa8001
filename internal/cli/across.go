package cli

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// roomFormat is the format of an exported room.
const roomFormat = "nonpaper.room/1"

// exported is a room as it is written to a file: its stored headers and plain
// bodies, and nothing of any other room.
type exported struct {
	Format  string          `json:"format"`
	Room    string          `json:"room"`
	Root    string          `json:"root"` // of the Merkle log over the headers, hexadecimal
	Entries []exportedEntry `json:"entries"`
}

type exportedEntry struct {
	Header string  `json:"header"`         // hexadecimal
	Body   *string `json:"body,omitempty"` // base64; absent where it was destroyed
}

type roomExportCmd struct {
	acting
	Name   string `arg:"" help:"The room."`
	Output string `short:"o" required:"" placeholder:"FILE" help:"Write to FILE; - for stdout."`
}

func (c *roomExportCmd) Run(p *program) error {
	s, err := c.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	out := exported{Format: roomFormat}
	var hashes []tlog.Hash
	r, records, err := s.Export(s.ctx, s.actor, c.Name)
	if err != nil {
		return err
	}
	out.Room = r.ID.String()
	for _, rec := range records {
		e := exportedEntry{Header: hex.EncodeToString(rec.Header[:])}
		if rec.Body != nil {
			body := base64.StdEncoding.EncodeToString(rec.Body)
			e.Body = &body
		}
		out.Entries = append(out.Entries, e)
		hashes = append(hashes, event.Leaf(rec.Header[:]))
	}
	out.Root = hex.EncodeToString(rootOf(hashes))
	src, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		return err
	}
	return p.write(c.Output, append(src, '\n'))
}

// rootOf is the root of the Merkle log over leaves (RFC 6962, section 2.1).
func rootOf(leaves []tlog.Hash) []byte {
	stored := hashes{}
	for i, leaf := range leaves {
		more, err := tlog.StoredHashesForRecordHash(int64(i), leaf, stored)
		if err != nil {
			panic(err) // only what the reader does not have fails, and it has all
		}
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(int64(len(leaves)), stored)
	if err != nil {
		panic(err)
	}
	return root[:]
}

type hashes []tlog.Hash

// ReadHashes reads stored hashes.
func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(h)) {
			return nil, fmt.Errorf("no hash %d", x)
		}
		out[i] = h[x]
	}
	return out, nil
}

type roomReplayCmd struct {
	File   string `arg:"" help:"An exported room."`
	As     string `placeholder:"FORMAT" help:"text or json; by the ending of -o, else text."`
	JSON   bool   `name:"json" help:"Short for --as json."`
	Output string `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

func (c *roomReplayCmd) Run(p *program) error {
	src, err := p.readLarge(c.File)
	if err != nil {
		return err
	}
	s, entries, err := replay(src)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %d entries, whole and in order\nMembers  %s\nParties  %s\n", s.Name, s.Kind, s.Entries, sayMembers(s), sayParties(s))
	if lines := view.Own(s); len(lines) > 0 {
		b.WriteString("\nGiven here\n" + ledgerTable(lines, false))
	}
	rows, out := [][]string{}, []entryJSON{}
	for i := range entries {
		e := &entries[i]
		out = append(out, oneEntry(s.Name, e))
		says := "the body was destroyed"
		if !e.Gone {
			says = view.Describe(e.Body.Fact)
		}
		rows = append(rows, []string{itoa(e.Seq + 1), sayEntered(e.Time), says})
	}
	b.WriteString("\n" + columns(rows))
	r := reads{As: c.As, JSON: c.JSON, Output: c.Output}
	return p.show(&r, b.String(), map[string]any{"room": roomJSON(s), "entries": out, "given": ledgerLines(view.Own(s))})
}

// replay checks an exported room and gives its state: every header in its place,
// every body as its header commits to it, the root as it says.
func replay(src []byte) (*room.State, []event.Entry, error) {
	var in exported
	if err := json.Unmarshal(src, &in); err != nil || in.Format != roomFormat {
		return nil, nil, fault.Invalidf("it is no exported room").WithHint("Make one: nonpaper room export ROOM -o FILE")
	}
	id, err := ident.ParseRoom(in.Room)
	if err != nil {
		return nil, nil, fault.Invalidf("it is no exported room: %w", err)
	}
	s := room.New(id)
	var entries []event.Entry
	var leaves []tlog.Hash
	gone := map[uint64]bool{} // bodies that are not there, and no act on record destroyed
	bad := func(i int, what string) error {
		return fault.Unavailablef("entry %d %s: the file was changed or is damaged; the entries before it stand", i+1, what)
	}
	for i, x := range in.Entries {
		header, err := hex.DecodeString(x.Header)
		if err != nil {
			return nil, nil, bad(i, "has no header")
		}
		h, err := event.ParseHeader(header)
		if err != nil || h.Room != id || h.Seq != uint64(i) {
			return nil, nil, bad(i, "does not stand in its place")
		}
		e := event.Entry{Seq: h.Seq, ID: h.ID, Time: h.Time, Gone: x.Body == nil}
		if x.Body != nil {
			body, err := base64.StdEncoding.DecodeString(*x.Body)
			if err != nil || event.Commit(body) != h.Commitment {
				return nil, nil, bad(i, "is not what its header commits to")
			}
			if e.Body, err = event.Decode(body); err != nil {
				return nil, nil, fmt.Errorf("entry %d: %w", i+1, err)
			}
		}
		if e.Gone {
			gone[e.Seq] = true
		} else if f, is := e.Body.Fact.(*event.BodiesDestroyed); is {
			for _, q := range f.Seqs {
				delete(gone, q)
			}
		}
		s.Evolve(&e)
		leaves = append(leaves, event.Leaf(header))
		if _, content := e.Body.Fact.(*event.AttachmentContent); !content { // checked, and too large to keep
			entries = append(entries, e)
		}
	}
	if len(leaves) == 0 || hex.EncodeToString(rootOf(leaves)) != in.Root {
		return nil, nil, fault.Unavailablef("its root is not that of its entries: the file was changed or is damaged")
	}
	for q := range gone {
		return nil, nil, bad(int(q), "has lost its body, and no act on record destroyed it")
	}
	return s, entries, nil
}

type giveCmd struct {
	writes
	asks
	Label  string `arg:"" optional:"" help:"The text to hand across: by its label, else the working text."`
	ToFile string `required:"" name:"to-file" placeholder:"FILE" help:"Write it there, as a plain file."`
	To     string `required:"" help:"To whom, in words: the mediator."`
	Points string `placeholder:"6,8" help:"These points only."`
	Note   string `help:"Hand across this note instead of a text."`
	Room   string `placeholder:"ROOM" help:"Where the text stands; else the drafting room, or the delegation's own."`
}

func (c *giveCmd) Run(p *program) error {
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		place := placeOr(c.Room, app.Drafting)
		r, err := s.Seat(s.ctx, s.actor, place, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		if !s.Keeps(s.actor, place) {
			return "", nil, fault.Forbiddenf("%s does not keep the room %q; nothing was written", s.actor.Person, r.Name)
		}
		var src []byte
		what := ident.Label("a note")
		if c.Note != "" {
			src = []byte(strings.TrimSpace(c.Note) + "\n")
		} else {
			t, err := textOf(r, r.Canonical(ident.Label(c.Label)), "")
			if err != nil {
				return "", nil, err
			}
			if c.Points != "" {
				if t.points, err = choose(t.points, commas([]string{c.Points})); err != nil {
					return "", nil, err
				}
			}
			what = ident.Label(t.label)
			if r.Kind == event.RoomDrafting {
				for _, h := range s.HeldAcross(r, what, t.points) {
					return "", nil, fault.Forbiddenf("words of %s (%s) stand in %s: “%s”; nothing was written", h.Item, h.Why, h.Place(), h.Words).
						WithHint("Lift the terms (nonpaper terms lift %q …), or leave the words out: --points", h.Item)
				}
			}
			plain := t.plan()
			for i := range plain.Points {
				plain.Points[i].ID = "" // identities stay within a file
			}
			src = []byte(markdown.Write(plain))
		}
		if err := p.confirm(c.Yes, fmt.Sprintf("%s goes into %s as a plain file, readable by whoever has it: %d bytes, and nothing else crosses.", what, c.ToFile, len(src))); err != nil {
			return "", nil, err
		}
		rec, err := s.Record(s.ctx, s.actor, when, place, room.HandAcross{HandedAcross: event.HandedAcross{What: what, To: c.To, Hash: sha256.Sum256(src)}})
		if err != nil {
			return "", nil, err
		}
		if err := p.write(c.ToFile, src); err != nil { // better on record and not done than done and not on record
			return "", nil, fmt.Errorf("it is on record as handed across, and the file is not there; do it again: %w", err)
		}
		return sayRecorded(rec), recordedJSON(rec), nil
	})
}

type takeCmd struct {
	writes
	asks
	File           string `arg:"" help:"A mail or a message; - for stdin. With --label a plain file: a text or a note."`
	From           string `required:"" help:"The party that sent it; several of a joint one. With --label in words."`
	Label          string `placeholder:"LABEL" help:"It is a text or a note that was handed across, and is called so from now on."`
	Note           bool   `help:"With --label: it is a note, not a text."`
	Room           string `placeholder:"ROOM" help:"Where; else the party's only room. With --label: else the drafting room, or the delegation's own."`
	Speaker        string `placeholder:"PERSON" help:"Who wrote it."`
	Form           string `placeholder:"FORM" help:"written, messaged, spoken, scanned; else written for a mail, messaged for other messages."`
	Terms          string `placeholder:"TERMS" help:"mediator-only, as-own-idea, may-be-attributed; else the first, and in a plenary, where everybody hears it, the last."`
	With           string `placeholder:"LABEL" help:"Only together with this."`
	NotBefore      string `placeholder:"TIME" help:"Not to be used before."`
	Against        string `placeholder:"LABEL" help:"The text that it speaks of, as the room calls it; else what the party wants now, or was given last."`
	DryRun         bool   `help:"Show what is understood, and file nothing."`
	OnlyUnderstood bool   `help:"File what is understood though an amendment is not."`
}

func (c *takeCmd) Run(p *program) error {
	if c.Label == "" {
		return c.message(p)
	}
	src, err := p.read(c.File)
	if err != nil {
		return err
	}
	f := event.Taken{From: c.From}
	if f.What, err = ident.ParseLabel(c.Label); err != nil {
		return fault.Invalidf("%w", err)
	}
	if c.Note || strings.HasSuffix(c.File, ".note") {
		if err := markdown.CheckEncoding(src); err != nil {
			return named(c.File, err)
		}
		f.Note = string(src)
	} else {
		t, err := p.parsePlan(c.File, src)
		if err != nil {
			return err
		}
		if jsontext.Looks(src) {
			for i := range t.Points {
				t.Points[i].ID = ""
			}
		}
		f.Title = t.Title
		for i := range t.Points {
			f.Points = append(f.Points, room.FromPlan(t.Points[i]))
		}
	}
	return p.record(&c.writes, placeOr(c.Room, app.Drafting), room.TakeIn{Taken: f})
}
