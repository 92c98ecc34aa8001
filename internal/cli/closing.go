package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type closingCmd struct {
	reads
	Instrument string `arg:"" optional:"" help:"Of this instrument; else of all."`
	Retention  bool   `help:"What would be kept and what may be destroyed at closing."`
}

type closingOut struct {
	Instrument string          `json:"instrument"`
	Title      string          `json:"title"`
	Closed     *whenJSON       `json:"closed"` // null while it is open
	Ready      bool            `json:"ready"`
	Points     int             `json:"points"`
	Agreed     int             `json:"provisionallyAgreed"`
	AdRef      int             `json:"agreedAdReferendum"`
	Parked     int             `json:"parked"`
	Stale      int             `json:"noLongerStands"`
	Tied       []string        `json:"closesOnlyWith"`
	Authority  []authorisedOut `json:"authority"`
	Missing    []missingOut    `json:"missing"`
}

type authorisedOut struct {
	Party    string `json:"party"`
	Person   string `json:"person"`
	Binding  string `json:"binding"`
	Limits   string `json:"limits,omitempty"`
	Document string `json:"document,omitempty"`
	Room     string `json:"room"`
}

type missingOut struct {
	Lack string   `json:"lack"`
	On   string   `json:"on"`
	By   []string `json:"by"` // none: the secretariat
	What string   `json:"what"`
}

type retainedOut struct {
	Class   string `json:"class"`
	Holds   string `json:"holds"`
	Entries int    `json:"entries"`
	May     bool   `json:"mayBeDestroyed"`
}

func closingJSON(x *view.ClosingState) closingOut {
	out := closingOut{Instrument: string(x.Instrument.Instrument), Title: x.Title, Ready: x.Ready, Agreed: x.Counts[view.StatusProvisionally], AdRef: x.Counts[view.StatusAdRef],
		Parked: x.Counts[view.StatusParked], Stale: x.Stale, Tied: strs(x.Tied), Authority: []authorisedOut{}, Missing: []missingOut{}}
	for st, n := range x.Counts {
		if st != view.StatusDeleted {
			out.Points += n
		}
	}
	if x.Closed != nil {
		out.Closed = jsonWhen(x.Closed.When)
	}
	for _, a := range x.Authority {
		out.Authority = append(out.Authority, authorisedOut{string(a.Party), string(a.Person), string(a.Shown.Binding), a.Shown.Limits, a.Shown.Document, a.Room})
	}
	for _, m := range x.Missing {
		out.Missing = append(out.Missing, missingOut{string(m.Lack), m.On, strs(m.By), m.What})
	}
	return out
}

func (c *closingCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		x, err := s.Closing(s.ctx, s.actor, at)
		if err != nil {
			return "", nil, err
		}
		states := x.Instruments
		if c.Instrument != "" {
			in, err := x.Room.Find(ident.Instrument(c.Instrument))
			if err != nil {
				return "", nil, err
			}
			states = slices.DeleteFunc(states, func(v view.ClosingState) bool { return v.Instrument != in })
		}
		out := []closingOut{}
		var parts []string
		for i := range states {
			parts = append(parts, sayClosing(&states[i]))
			out = append(out, closingJSON(&states[i]))
		}
		text := strings.Join(parts, "\n") + "\n" + closingRule
		if !c.Retention {
			return text, out, nil
		}
		kept := []retainedOut{}
		for _, k := range x.Retention {
			kept = append(kept, retainedOut{k.Name, k.Holds, len(k.Seqs), k.May})
		}
		return text + "\n" + sayRetention(x.Retention, nil), map[string]any{"instruments": out, "retention": kept}, nil
	})
}

// sayClosing says of an instrument whether it can close, and what is missing.
func sayClosing(x *view.ClosingState) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", x.Instrument.Instrument)
	if x.Title != "" {
		fmt.Fprintf(&b, ", %s", x.Title)
	}
	live := 0
	for st, n := range x.Counts {
		if st != view.StatusDeleted {
			live += n
		}
	}
	if x.Closed != nil {
		fmt.Fprintf(&b, "\nClosed %s: %s agreed by %s.\n", sayWhen(x.Closed.When), plural(x.Closed.Points, "point"), names(x.Closed.InstrumentClosed.Parties))
		return b.String()
	}
	fmt.Fprintf(&b, "\n%s: %d provisionally agreed, %d agreed ad referendum, %d parked", plural(live, "point"), x.Counts[view.StatusProvisionally], x.Counts[view.StatusAdRef], x.Counts[view.StatusParked])
	if x.Stale > 0 {
		fmt.Fprintf(&b, "; on %d what was agreed no longer stands", x.Stale)
	}
	b.WriteString(".\n")
	if len(x.Tied) > 0 {
		fmt.Fprintf(&b, "It closes only together with %s.\n", names(x.Tied))
	}
	if len(x.Authority) > 0 {
		b.WriteString("\nAuthority seen\n")
		var rows [][]string
		for _, a := range x.Authority {
			rows = append(rows, []string{"  " + string(a.Party), string(a.Person), strings.Join(nonEmptyOf([]string{strings.ReplaceAll(string(a.Shown.Binding), "-", " "), onOneLine(a.Shown.Limits), onOneLine(a.Shown.Document)}), ", "), "in " + a.Room})
		}
		b.WriteString(columns(rows))
	}
	switch {
	case x.Ready:
		b.WriteString("\nNothing is missing: it can be closed (nonpaper close).\n")
		return b.String()
	case len(x.Missing) == 0:
		b.WriteString("\nNothing is missing of it.\n")
		return b.String()
	}
	fmt.Fprintf(&b, "\nMissing (%d)\n", len(x.Missing))
	b.WriteString(columns(sayMissing(x.Missing)))
	return b.String()
}

// sayMissing says what is missing, from whom and on what, what is alike in one line.
func sayMissing(list []view.Missing) (rows [][]string) {
	type line struct{ what, by string }
	at := map[line]int{}
	var on [][]string
	for _, m := range list {
		by := "secretariat"
		switch {
		case len(m.By) > 0:
			by = names(m.By)
		case m.Lack == view.LacksOther:
			by = ""
		}
		l := line{onOneLine(m.What), by}
		i, seen := at[l]
		if !seen {
			i = len(rows)
			at[l] = i
			rows, on = append(rows, []string{"  " + l.what, l.by}), append(on, nil)
		}
		on[i] = append(on[i], m.On)
	}
	for i := range rows {
		points := 0
		for _, s := range on[i] {
			if strings.HasPrefix(s, "point ") {
				points++
			}
		}
		said := strings.Join(on[i], ", ")
		if points > 1 && points == len(on[i]) {
			said = "points " + strings.ReplaceAll(said, "point ", "")
		}
		rows[i] = append(rows[i], said)
	}
	return rows
}

// sayRetention says what is kept and what is destroyed at closing.
func sayRetention(classes []view.Retained, destroy []string) string {
	rows := [][]string{}
	for _, k := range classes {
		how := "kept"
		switch {
		case slices.Contains(destroy, k.Name):
			how = "DESTROYED"
		case k.May:
			how = "kept, unless --destroy " + k.Name
		}
		rows = append(rows, []string{"  " + k.Holds, sayEntries(len(k.Seqs)), how})
	}
	return "At closing, of what the drafting room holds\n" + columns(rows) +
		"  Who may read each room, and that entries were made and when, is always kept. What other rooms hold stays there (nonpaper forget).\n"
}

func sayEntries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

type closeCmd struct {
	writes
	asks
	Instruments []string `arg:"" optional:"" help:"The instruments; else the only one. Those that they are tied to close with them."`
	Destroy     []string `placeholder:"notes,…" help:"Destroy these as well: notes, expectations, reports, signals."`
	Note        string   `help:"What was said."`
}

func (c *closeCmd) Run(p *program) error {
	x := app.ToClose{Destroy: commas(c.Destroy), Note: c.Note}
	for _, name := range commas(c.Instruments) {
		id, err := ident.ParseInstrument(name)
		if err != nil {
			return fault.Invalidf("%w", err)
		}
		x.Instruments = append(x.Instruments, id)
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		state, err := s.Closing(s.ctx, s.actor, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		if err := s.CanClose(s.ctx, s.actor, when, x); err != nil {
			if e, is := errors.AsType[*app.NotReady](err); is {
				p.exit = NotPermitted
				return notReady(e)
			}
			return "", nil, err
		}
		if err := p.confirm(c.Yes, "It will be closed, and its words change no more.\n"+strings.TrimSuffix(sayRetention(state.Retention, x.Destroy), "\n")); err != nil {
			return "", nil, err
		}
		r, err := s.CloseInstruments(s.ctx, s.actor, when, x)
		if e, is := errors.AsType[*app.NotReady](err); is { // somebody was faster
			p.exit = NotPermitted
			return notReady(e)
		}
		if err != nil {
			return "", nil, err
		}
		text := sayRecorded(r.Recorded) + "\n" + sayRetention(state.Retention, x.Destroy)
		if r.Certificate != "" {
			text += "\n" + r.Certificate + "\n"
		}
		return text, map[string]any{"closed": recordedJSON(r.Recorded), "certificate": r.Certificate}, nil
	})
}

// notReady says what is missing.
func notReady(e *app.NotReady) (string, any, error) {
	var parts []string
	out := []closingOut{}
	for i := range e.States {
		parts = append(parts, sayClosing(&e.States[i]))
		out = append(out, closingJSON(&e.States[i]))
	}
	return strings.Join(parts, "\n") + "\nNothing was closed: nothing is agreed until everything is agreed.\n", map[string]any{"missing": out}, nil
}

type instrumentTieCmd struct {
	writes
	Instruments []string `arg:"" help:"Two or more instruments."`
	Apart       bool     `help:"They close only together no longer."`
	Note        string   `help:"Who asked for it."`
}

func (c *instrumentTieCmd) Run(p *program) error {
	f := event.InstrumentsTied{Apart: c.Apart, Note: c.Note}
	for _, name := range commas(c.Instruments) {
		id, err := ident.ParseInstrument(name)
		if err != nil {
			return fault.Invalidf("%w", err)
		}
		f.Instruments = append(f.Instruments, id)
	}
	return p.record(&c.writes, app.Drafting, room.TieInstruments{InstrumentsTied: f})
}
