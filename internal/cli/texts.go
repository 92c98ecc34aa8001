package cli

import (
	"fmt"
	"strconv"
	"strings"

	"nonpaper/internal/align"
	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type instrumentCmds struct {
	Open instrumentOpenCmd `cmd:"" help:"Begin an instrument: a document with a title of its own."`
	List instrumentListCmd `cmd:"" help:"The instruments of the drafting room."`
	Tie  instrumentTieCmd  `cmd:"" help:"Record that instruments close only together."`
}

type instrumentOpenCmd struct {
	writes
	Name      string   `arg:"" help:"Its short name: fund."`
	Title     string   `arg:"" help:"Its title."`
	Parties   []string `placeholder:"CODE,…" help:"Its parties; else all."`
	Languages []string `placeholder:"en,fr" help:"Its languages."`
	Room      string   `placeholder:"ROOM" help:"Else the drafting room."`
}

func (c *instrumentOpenCmd) Run(p *program) error {
	id, err := ident.ParseInstrument(c.Name)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	parties, err := parseCodes(c.Parties)
	if err != nil {
		return err
	}
	return p.record(&c.writes, placeOr(c.Room, app.Drafting), room.OpenInstrument{InstrumentOpened: event.InstrumentOpened{Instrument: id, Title: c.Title, Parties: parties, Languages: c.Languages}})
}

type instrumentListCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"Else the drafting room."`
}

func (c *instrumentListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, placeOr(c.Room, app.Drafting), at)
		if err != nil {
			return "", nil, err
		}
		type instrument struct {
			Name    string   `json:"name"`
			Title   string   `json:"title"`
			Points  int      `json:"points"`
			Slots   int      `json:"deletedSlots"`
			Parties []string `json:"parties"`
		}
		rows, out := [][]string{}, []instrument{}
		for _, in := range r.Instruments {
			live := 0
			for _, q := range in.Points {
				if !q.Deleted {
					live++
				}
			}
			rows = append(rows, []string{string(in.Instrument), in.Title, plural(live, "point")})
			out = append(out, instrument{string(in.Instrument), in.Title, live, len(in.Points) - live, strs(in.InstrumentOpened.Parties)})
		}
		if len(rows) == 0 {
			return "No instruments yet. Import a first draft: nonpaper text import FILE\n", out, nil
		}
		return columns(rows), out, nil
	})
}

type textCmds struct {
	Import      textImportCmd      `cmd:"" help:"Set the working text from a file; points keep their identities."`
	Show        textShowCmd        `cmd:"" help:"The working text, or a text by its label."`
	List        textListCmd        `cmd:"" help:"The texts in a room."`
	Circulate   textCirculateCmd   `cmd:"" help:"Fix the working text as Text n and circulate it."`
	Rival       textRivalCmd       `cmd:"" help:"Keep a text of others under its own identity."`
	Report      textReportCmd      `cmd:"" help:"Record a text that is known by report only."`
	Renumber    textRenumberCmd    `cmd:"" help:"Number the points afresh, with a concordance."`
	References  textReferencesCmd  `cmd:"" help:"The references in the working text's wordings, and what they name."`
	Concordance textConcordanceCmd `cmd:"" help:"Every point through all texts: its numbers, and where its words went."`
	Holders     textHoldersCmd     `cmd:"" help:"Who was given copies of a text, and whether its correction has reached them."`
	Initial     textInitialCmd     `cmd:"" help:"Record that somebody initialled a text; needs their authority."`
	Sign        textSignCmd        `cmd:"" help:"Record that somebody signed a text; needs their authority."`
}

type textImportCmd struct {
	writes
	File       string `arg:"" name:"text" help:"Markdown, plain text or our JSON; - for stdin."`
	Instrument string `placeholder:"NAME" help:"Else the only one; a new one is opened where there is none."`
	Source     string `help:"Where it comes from."`
	Match      string `placeholder:"FILE" help:"Which point is which, where the program is wrong."`
	Room       string `placeholder:"ROOM" help:"Else the drafting room."`
}

func (c *textImportCmd) Run(p *program) error {
	t, err := p.readPlan(c.File)
	if err != nil {
		return err
	}
	cmd := room.Import{Text: t, Source: c.Source}
	if cmd.Instrument, err = instrumentOr(c.Instrument); err != nil {
		return err
	}
	if c.Match != "" {
		src, err := p.read(c.Match)
		if err != nil {
			return err
		}
		if cmd.Matches, err = align.ParseOverrules(string(src)); err != nil {
			return named(c.Match, err)
		}
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		place := placeOr(c.Room, app.Drafting)
		before, err := s.Seat(s.ctx, s.actor, place, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		r, err := s.Record(s.ctx, s.actor, when, place, cmd)
		if err != nil {
			return "", nil, err
		}
		f := r.Facts()[len(r.Entries)-1].(*event.TextImported)
		lines := concordance(before.Instrument(f.Instrument), f.Points)
		return sayRecorded(r) + sayConcordance(lines), lines, nil
	})
}

func instrumentOr(name string) (ident.Instrument, error) {
	if name == "" {
		return "", nil
	}
	id, err := ident.ParseInstrument(name)
	if err != nil {
		return "", fault.Invalidf("%w", err)
	}
	return id, nil
}

// lookAtText shows something of an instrument of the drafting room, as it stood.
func (p *program) lookAtText(of *reads, instrument string, f func(*room.State, *room.Instrument) (string, any, error)) error {
	id, err := instrumentOr(instrument)
	if err != nil {
		return err
	}
	return p.look(of, func(s *session, at app.AsOf) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
		if err != nil {
			return "", nil, err
		}
		in, err := r.Find(id)
		if err != nil {
			return "", nil, err
		}
		return f(r, in)
	})
}

// concorded is one line of a concordance.
type concorded struct {
	Point string   `json:"point"`
	Old   string   `json:"old,omitempty"`
	New   string   `json:"new,omitempty"`
	Into  []string `json:"into,omitempty"` // of a deleted point: where its words went
	Words string   `json:"words"`          // same, changed, new, deleted
}

// concordance says of each point what became of it.
func concordance(before *room.Instrument, after []event.Point) []concorded {
	out := []concorded{}
	for _, q := range after {
		l := concorded{Point: string(q.ID), New: q.Number, Words: "new"}
		var old *room.Point
		if before != nil {
			old = before.Point(q.ID)
		}
		if old != nil {
			l.Old, l.Words = old.Number, "same"
			if old.Heading != q.Heading || old.Body != q.Body {
				l.Words = "changed"
			}
		}
		if q.Deleted {
			l.New, l.Words, l.Into = "", "deleted", strs(q.Into)
			if old != nil && old.Deleted {
				l.Words = "deleted before"
			}
			if old == nil {
				l.Old = q.Number
			}
		}
		out = append(out, l)
	}
	return out
}

func sayConcordance(lines []concorded) string {
	rows := [][]string{}
	same, fresh := 0, 0
	for _, l := range lines {
		switch {
		case l.Words == "new" && l.Old == "":
			fresh++
			rows = append(rows, []string{l.Point, "-> " + l.New, "new"})
		case l.Words == "deleted":
			to := "deleted; its slot stays"
			if len(l.Into) > 0 {
				to = "deleted; its words went to " + strings.Join(l.Into, ", ")
			}
			rows = append(rows, []string{l.Point, l.Old + " ->", to})
		case l.Words == "deleted before", l.Old == l.New && l.Words == "same":
			same++
		default:
			rows = append(rows, []string{l.Point, l.Old + " -> " + l.New, l.Words})
		}
	}
	if fresh == len(lines) {
		return "" // a first draft
	}
	return columns(rows) + plural(same, "point") + " as before.\n"
}

type textListCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"In this room; else in all that the actor may read."`
}

func (c *textListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		rooms, err := seatsOr(s, c.Room, at)
		if err != nil {
			return "", nil, err
		}
		type text struct {
			Room   string    `json:"room"`
			Label  string    `json:"label"`
			What   string    `json:"what"`
			Points int       `json:"points"`
			When   *whenJSON `json:"when,omitempty"`
		}
		rows, out := [][]string{}, []text{}
		add := func(r *room.State, label, what string, n int, w event.When) {
			points, at := plural(n, "point"), sayWhen(w)
			if n == 0 {
				points = "no words"
			}
			if w.From == 0 {
				at = ""
			}
			rows = append(rows, []string{r.Name, label, points, at, what})
			out = append(out, text{r.Name, label, what, n, jsonWhen(w)})
		}
		for _, r := range rooms {
			for _, in := range r.Instruments {
				add(r, "working text", string(in.Instrument), len(in.Points), event.When{})
			}
			for _, t := range r.Texts {
				what := t.Nature
				if t.Corrects != "" {
					what += ", corrects " + string(t.Corrects)
				}
				add(r, string(t.Label), what, len(t.Points), t.When)
			}
			for _, g := range r.Given {
				what := "given, " + string(g.Mode)
				if g.Superseded != "" {
					what += ", superseded by " + string(g.Superseded)
				}
				add(r, string(g.Label), what, len(g.Points), g.When)
			}
			for _, t := range r.Rivals {
				add(r, string(t.Label), "text of "+orWords(names(t.Parties), t.From, "others"), len(t.Points), t.When)
			}
			for _, t := range r.Reports {
				add(r, string(t.Label), "known by report", t.Count, t.When)
			}
			for _, t := range r.Taken {
				add(r, string(t.What), "taken from "+t.From, len(t.Points), t.When)
			}
		}
		if len(rows) == 0 {
			return "No texts yet.\n", out, nil
		}
		return columns(rows), out, nil
	})
}

type textCirculateCmd struct {
	writes
	asks
	Label      string   `placeholder:"LABEL" help:"Else the next Text n of the drafting room."`
	Nature     string   `help:"non-paper, zero draft, compilation, Chair's text, clean text."`
	Head       string   `help:"The running head."`
	Legend     string   `help:"Else: Wording outside brackets is not thereby agreed."`
	Sources    bool     `help:"Add a table of where each point's words come from."`
	Proposals  string   `placeholder:"WHICH" help:"Compile the parties' proposals into it that may be shown to anybody: released; all, which is refused where terms forbid it."`
	Rendering  string   `placeholder:"HOW" help:"Of a text with proposals: attributed, the default, or unattributed."`
	Corrects   string   `placeholder:"LABEL" help:"The text that it corrects; its holders are listed."`
	Instrument string   `placeholder:"NAME" help:"Else the only one."`
	To         []string `placeholder:"ROOM,…" help:"Circulate it into these rooms, in one act and under the same label."`
	Copies     []string `placeholder:"CODE=N,…" help:"Numbers of copies; else the next free ones."`
	Place      string   `help:"Where."`
}

func (c *textCirculateCmd) Run(p *program) error {
	cmd := app.Circulation{Rooms: each(commas(c.To)), Place: c.Place, Proposals: app.Proposals(c.Proposals)}
	if c.Rendering != "" && c.Proposals == "" {
		return fault.Invalidf("only a text into which proposals are compiled has a rendering; nothing was recorded").WithHint("Add --proposals released")
	}
	var err error
	cmd.Circulate = room.Circulate{Nature: c.Nature, RunningHead: c.Head, Legend: c.Legend, Corrects: ident.Label(c.Corrects), Rendering: event.Rendering(c.Rendering)}
	if cmd.Circulate.Instrument, err = instrumentOr(c.Instrument); err != nil {
		return err
	}
	if c.Label != "" {
		if cmd.Label, err = ident.ParseLabel(c.Label); err != nil {
			return fault.Invalidf("%w", err)
		}
	}
	if cmd.Copies, err = parseCopies(c.Copies); err != nil {
		return err
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		if c.Sources {
			if cmd.Circulate.Sources, err = s.sourceTable(cmd.Circulate.Instrument, cmd.Proposals, cmd.Rendering); err != nil {
				return "", nil, err
			}
		}
		if len(cmd.Rooms) > 0 {
			if !c.Yes {
				sheets, err := s.CirculationSheet(s.ctx, s.actor, when, cmd)
				if err != nil {
					return "", nil, err
				}
				for i := range sheets.Conveyed {
					fmt.Fprint(p.stderr, saySheet(&sheets.Conveyed[i]))
				}
			}
			what := fmt.Sprintf("The working text will be fixed and circulated to %s. What was circulated never changes.", strings.Join(cmd.Rooms, ", "))
			if err := p.confirm(c.Yes, what); err != nil {
				return "", nil, err
			}
		}
		out, err := s.Circulate(s.ctx, s.actor, when, cmd)
		if err != nil {
			return "", nil, err
		}
		var b strings.Builder
		fmt.Fprintf(&b, "%s (%s), %s, %s\n", out.Text.Label, out.Text.Nature, plural(len(out.Text.Points), "point"), sayWhen(when))
		for _, x := range out.Conveyed {
			b.WriteString(saySheet(&x))
		}
		if c.Corrects != "" {
			b.WriteString(sayHolders(string(out.Text.Corrects), out.Holders))
		}
		return b.String(), map[string]any{"label": out.Text.Label, "nature": out.Text.Nature, "points": len(out.Text.Points),
			"conveyed": conveyedJSON(out.Conveyed), "holders": holdersJSON(out.Holders)}, nil
	})
}

// sourceTable says where each wording of a text comes from, as the text carries it.
func (s *session) sourceTable(id ident.Instrument, proposals app.Proposals, how event.Rendering) (string, error) {
	list, err := s.Sources(s.ctx, s.actor, id, proposals, how)
	if err != nil {
		return "", err
	}
	rows := [][]string{{"Point", "Words", "From", "Since"}}
	for _, x := range list {
		what, from := "its own", "the mediator"
		if len(x.From) > 0 {
			what, from = "“"+short(x.Words)+"”", names(x.From)+", "+string(x.Form)
			if strings.TrimSpace(x.Words) == "" {
				what = "(no words)"
			}
		}
		rows = append(rows, []string{x.At, what, from, sayWhen(x.When)})
	}
	return "Sources\n" + columns(rows), nil
}

// parseCopies reads CODE=N.
func parseCopies(list []string) (map[ident.Code]int, error) {
	out := map[ident.Code]int{}
	for _, s := range commas(list) {
		code, number, _ := strings.Cut(s, "=")
		c, err := ident.ParseCode(code)
		if err != nil {
			return nil, fault.Invalidf("%w", err)
		}
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > 9999 {
			return nil, fault.Invalidf("%q names no copy", s).WithHint("Write it as BOR=2.")
		}
		if out[c] != 0 {
			return nil, fault.Invalidf("%s is to have copy %d and copy %d; nothing was recorded", c, out[c], n)
		}
		out[c] = n
	}
	return out, nil
}

type textRivalCmd struct {
	writes
	File       string   `arg:"" name:"text" help:"The text; - for stdin."`
	Label      string   `required:"" placeholder:"LABEL" help:"How it is called: E3 paper of 23 November."`
	Party      []string `placeholder:"CODE,…" help:"Whose it is."`
	From       string   `help:"Who handed it over."`
	Complete   bool     `help:"What is not in it, it deletes."`
	Instrument string   `placeholder:"NAME" help:"What it is a text of."`
}

func (c *textRivalCmd) Run(p *program) error {
	t, err := p.readPlan(c.File)
	if err != nil {
		return err
	}
	cmd := room.Receive{Text: t, From: c.From, Complete: c.Complete}
	if cmd.Label, err = ident.ParseLabel(c.Label); err != nil {
		return fault.Invalidf("%w", err)
	}
	if cmd.Parties, err = parseCodes(commas(c.Party)); err != nil {
		return err
	}
	if cmd.Of, err = instrumentOr(c.Instrument); err != nil {
		return err
	}
	return p.record(&c.writes, app.Drafting, cmd)
}

type textReportCmd struct {
	writes
	Label      string   `required:"" placeholder:"LABEL" help:"How it is called."`
	Points     int      `placeholder:"N" help:"How many points it is said to have."`
	Clause     []string `sep:"none" placeholder:"N=TITLE: GIST" help:"A clause that is known, repeatable; with p7: before the title, the point of ours that it answers."`
	Source     string   `required:"" help:"Who reports it."`
	Certainty  string   `help:"confirmed, several sources, one source."`
	Party      []string `placeholder:"CODE,…" help:"Whose it is."`
	Instrument string   `placeholder:"NAME" help:"What it is a text of."`
}

func (c *textReportCmd) Run(p *program) error {
	f := event.TextReported{Count: c.Points, Source: c.Source, Certainty: c.Certainty}
	var err error
	if f.Label, err = ident.ParseLabel(c.Label); err != nil {
		return fault.Invalidf("%w", err)
	}
	if f.Parties, err = parseCodes(commas(c.Party)); err != nil {
		return err
	}
	if f.Instrument, err = instrumentOr(c.Instrument); err != nil {
		return err
	}
	for _, s := range c.Clause {
		number, rest, ok := strings.Cut(s, "=")
		if !ok {
			number, rest = "", s
		}
		l := event.Clause{Number: strings.TrimSpace(number)}
		title, gist, _ := strings.Cut(rest, ":")
		l.Title, l.Gist = strings.TrimSpace(title), strings.TrimSpace(gist)
		f.Clauses = append(f.Clauses, l)
	}
	return p.record(&c.writes, app.Drafting, room.ReportText{TextReported: f})
}

type textInitialCmd struct {
	writes
	Person string `arg:"" help:"Who."`
	Label  string `arg:"" help:"Which text."`
	Room   string `required:"" placeholder:"ROOM" help:"Where; their authority was shown there."`
	sign   bool
}

func (c *textInitialCmd) Run(p *program) error {
	who, err := ident.ParsePerson(c.Person)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, app.In(c.Room), app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		rec, err := s.Record(s.ctx, s.actor, when, app.In(c.Room), room.Initial{Person: who, Label: r.Canonical(ident.Label(c.Label)), Sign: c.sign, At: when.From})
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(rec), recordedJSON(rec), nil
	})
}

type textSignCmd struct{ textInitialCmd }

func (c *textSignCmd) Run(p *program) error {
	c.sign = true
	return c.textInitialCmd.Run(p)
}

type textConcordanceCmd struct {
	reads
	Instrument string `placeholder:"NAME" help:"Else the only one."`
}

func (c *textConcordanceCmd) Run(p *program) error {
	return p.lookAtText(&c.reads, c.Instrument, func(r *room.State, in *room.Instrument) (string, any, error) {
		traced := view.Trace(r, in)
		head := append([]string{"point"}, strs(traced.Labels)...)
		rows := [][]string{append(head, "now", "")}
		for _, t := range traced.Points {
			row := append([]string{string(t.Point)}, t.Numbers...)
			rows = append(rows, append(row, t.Now, t.Became()))
		}
		return columns(rows), traced, nil
	})
}
