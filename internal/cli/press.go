package cli

import (
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type pressCmds struct {
	Add   pressAddCmd   `cmd:"" help:"Record what somebody outside said."`
	List  pressListCmd  `cmd:"" help:"Press items."`
	Show  pressShowCmd  `cmd:"" help:"A press item: which text it agrees with, and what of it is public."`
	Given pressGivenCmd `cmd:"" help:"Who had been given all of what a press item says by the day of its publication."`
	Lines pressLinesCmd `cmd:"" help:"What is public, what we confirm, on what we do not comment."`
}

type pressAddCmd struct {
	writes
	Label       string   `arg:"" help:"How it is called: c01."`
	Claim       string   `arg:"" help:"What is claimed, in words."`
	Date        string   `placeholder:"TIME" help:"When it was published."`
	Outlet      string   `help:"Where."`
	RelayedBy   string   `help:"Through whom it was read."`
	Speaker     string   `help:"A name, or how somebody unnamed is described."`
	SourceType  string   `required:"" placeholder:"TYPE" help:"named, unnamed, official, document, outlet."`
	Hedge       string   `help:"citing officials; opinion."`
	Quote       []string `sep:"none" placeholder:"WORDS" help:"Words of it that are printed as a quotation; repeatable."`
	About       []string `placeholder:"WHAT,…" help:"Points, labels of texts, meetings or events, or words such as plan, parts, process."`
	DiffersFrom []string `placeholder:"LABEL,…" help:"Other press items."`
	Source      string   `help:"Addresses."`
	Kind        string   `help:"What sort of knowledge it is: knowledge: existence."`
	Note        string   `help:"In words."`
	Corrects    bool     `help:"It takes the place of what was recorded under the label."`
}

func (c *pressAddCmd) Run(p *program) error {
	f := event.PressRecorded{Label: ident.Label(c.Label), Outlet: c.Outlet, RelayedBy: c.RelayedBy, Speaker: c.Speaker, SourceType: event.SourceType(c.SourceType),
		Hedge: c.Hedge, Claim: c.Claim, Quotes: c.Quote, About: c.About, Source: c.Source, Sort: c.Kind, Note: c.Note, Corrects: c.Corrects}
	for _, l := range nonEmpty(c.DiffersFrom...) {
		f.DiffersFrom = append(f.DiffersFrom, ident.Label(strings.TrimSpace(l)))
	}
	if c.Date != "" {
		var err error
		if f.Date, err = parseWhen(c.Date, p.clock()); err != nil {
			return err
		}
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		if c.At == "" && f.Date.From != 0 { // it was known from the day on which it was published
			when = f.Date
		}
		r, err := s.Record(s.ctx, s.actor, when, app.Drafting, room.RecordPress{PressRecorded: f})
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(r), recordedJSON(r), nil
	})
}

type pressListCmd struct {
	reads
	About string `placeholder:"WHAT" help:"Those about this only: a point, a label, a word."`
}

type pressOut struct {
	Label       string    `json:"label"`
	Date        *whenJSON `json:"date"`
	Recorded    *whenJSON `json:"recorded"`
	Outlet      string    `json:"outlet,omitempty"`
	RelayedBy   string    `json:"relayedBy,omitempty"`
	Speaker     string    `json:"speaker,omitempty"`
	SourceType  string    `json:"sourceType"`
	Hedge       string    `json:"hedge,omitempty"`
	Claim       string    `json:"claim"`
	Quotes      []string  `json:"quotes"`
	About       []string  `json:"about"`
	DiffersFrom []string  `json:"differsFrom"`
	Source      string    `json:"source,omitempty"`
	Kind        string    `json:"kind,omitempty"`
	Note        string    `json:"note,omitempty"`
}

func pressJSON(r *room.State, c *room.PressItem) pressOut {
	return pressOut{Label: string(c.Label), Date: jsonWhen(c.Date), Recorded: jsonWhen(c.When), Outlet: c.Outlet, RelayedBy: c.RelayedBy, Speaker: c.Speaker,
		SourceType: string(c.SourceType), Hedge: c.Hedge, Claim: c.Claim, Quotes: strs(c.Quotes), About: strs(c.PressRecorded.About),
		DiffersFrom: strs(view.Differing(r, c)), Source: c.Source, Kind: c.Sort, Note: c.Note}
}

func (c *pressListCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
		if err != nil {
			return "", nil, err
		}
		wanted := c.About
		for _, in := range r.Instruments {
			if q, err := in.FindPoint(wanted); err == nil {
				wanted = string(q.ID)
				break
			}
		}
		out, rows := []pressOut{}, [][]string{}
		for _, x := range r.Press {
			if c.About != "" && !slices.ContainsFunc(x.PressRecorded.About, func(a string) bool { return strings.EqualFold(a, wanted) }) {
				continue
			}
			rows = append(rows, []string{string(x.Label), sayWhen(x.Date), orWords(x.Outlet, x.RelayedBy), saySpeaker(x), clipped(x.Claim)})
			out = append(out, pressJSON(r, x))
		}
		if len(rows) == 0 {
			return "No press items.\n", out, nil
		}
		return columns(rows), out, nil
	})
}

// saySpeaker says who spoke, and whether by name.
func saySpeaker(c *room.PressItem) string {
	if c.Speaker == "" {
		return string(c.SourceType)
	}
	return c.Speaker + " (" + string(c.SourceType) + ")"
}

// clipped is the beginning of what may be long.
func clipped(s string) string {
	const most = 90
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most])) + " …"
	}
	return s
}

type pressShowCmd struct {
	reads
	Label string `arg:"" help:"Of the press item."`
}

type agreesOut struct {
	Text    string    `json:"text"`
	When    *whenJSON `json:"when,omitempty"`
	Later   bool      `json:"later,omitempty"`
	How     string    `json:"how"`
	For     []string  `json:"for"`
	Against []string  `json:"against"`
}

type publicOut struct {
	What  string    `json:"what"`
	Where []string  `json:"where"`
	Since *whenJSON `json:"since,omitempty"`
}

// published is the last moment of the day on which a press item was published, 0 where
// that is not known.
func published(c *room.PressItem) int64 {
	if c.Date.From == 0 {
		return 0
	}
	return endOf(c.Date)
}

// howSure says how far a press item agrees with a text, as it is printed.
var howSure = map[view.Sureness]string{view.SeveralSigns: "on several signs", view.OneSign: "on one sign only", view.BothWays: "on some signs, and not on others"}

func (c *pressShowCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
		if err != nil {
			return "", nil, err
		}
		x, err := app.FindPress(r, ident.Label(c.Label))
		if err != nil {
			return "", nil, err
		}
		out := struct {
			pressOut
			Agrees []agreesOut `json:"agreesWith"`
			Public []publicOut `json:"public"`
			Lines  []lineOut   `json:"lines"`
		}{pressJSON(r, x), []agreesOut{}, publicJSON(r, x), linesJSON(r, x)}
		var b strings.Builder
		b.WriteString(sayPress(r, x))
		rows := [][]string{}
		for _, a := range view.Agrees(r, x, published(x)) { // texts that agree on the same stand in one line
			how := howSure[a.How]
			if a.Later {
				how += "; a later text"
			}
			if len(a.Against) > 0 {
				how += " (" + strings.Join(a.Against, "; ") + ")"
			}
			row := []string{"  " + strings.Join(a.For, ", "), how, a.Label}
			if n := len(rows); n > 0 && slices.Equal(rows[n-1][:2], row[:2]) {
				rows[n-1][2] += "; " + a.Label
			} else {
				rows = append(rows, row)
			}
			out.Agrees = append(out.Agrees, agreesOut{a.Label, jsonWhen(a.When), a.Later, string(a.How), strs(a.For), strs(a.Against)})
		}
		if len(rows) == 0 {
			b.WriteString("\nIt agrees with no text on record by any sign that was looked for.\n")
		} else {
			b.WriteString("\nAgrees with\n" + columns(rows) + "Agreeing with a text is not proof that it was seen.\n")
		}
		b.WriteString("\n" + sayPublic(r, x))
		return b.String(), out, nil
	})
}

func sayPress(r *room.State, c *room.PressItem) string {
	rows := [][]string{}
	row := func(what, said string) {
		if said != "" {
			rows = append(rows, []string{"  " + what, said})
		}
	}
	row("published", strings.Join(nonEmpty(c.Outlet, sayWhen(c.Date)), ", "))
	row("relayed by", c.RelayedBy)
	row("speaker", saySpeaker(c))
	row("hedge", c.Hedge)
	for _, q := range c.Quotes {
		row("quotes", "“"+q+"”")
	}
	var about []string
	for _, a := range c.PressRecorded.About {
		for _, in := range r.Instruments {
			if q := in.Point(ident.Point(a)); q != nil {
				a = "point " + q.Number
				break
			}
		}
		about = append(about, a)
	}
	row("about", strings.Join(about, ", "))
	row("differs from", names(view.Differing(r, c)))
	row("kind", c.Sort)
	row("source", c.Source)
	row("note", c.Note)
	return string(c.Label) + "  " + c.Claim + "\n" + columns(rows)
}

func publicJSON(r *room.State, c *room.PressItem) []publicOut {
	out := []publicOut{}
	for _, x := range view.PublicOf(r, c, sayWhen) {
		out = append(out, publicOut{x.What, strs(x.Where), jsonWhen(x.When)})
	}
	return out
}

// sayPublic says what of a press item is public, and where.
func sayPublic(r *room.State, c *room.PressItem) string {
	rows := [][]string{}
	for _, x := range view.PublicOf(r, c, sayWhen) {
		rows = append(rows, []string{"  " + x.What, strings.Join(x.Where, "; ")})
	}
	return "Public\n" + columns(rows)
}

type pressGivenCmd struct {
	reads
	Label string `arg:"" help:"Of the press item."`
}

func (c *pressGivenCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		g, err := s.PressGiven(s.ctx, s.actor, ident.Label(c.Label), at, endOf)
		if err != nil {
			return "", nil, err
		}
		type had struct {
			Party   string    `json:"party"`
			All     bool      `json:"all"`
			Since   *whenJSON `json:"since,omitempty"`
			Missing []string  `json:"missing"`
		}
		out := struct {
			Label   string    `json:"label"`
			By      *whenJSON `json:"by"`
			Texts   []string  `json:"inTheWordsOf"`
			Points  []string  `json:"points"`
			Phrases []string  `json:"phrases"`
			Had     []had     `json:"given"`
		}{string(g.Label), jsonWhen(g.By), strs(g.Texts), []string{}, strs(g.Phrases), []had{}}
		for _, q := range g.Points {
			out.Points = append(out.Points, string(q.ID))
		}
		rows := [][]string{}
		for _, h := range g.Had {
			x := had{Party: string(h.Party), All: h.All, Missing: strs(h.Missing)}
			line := "not all: " + names(h.Missing) + " not given"
			if h.All {
				line, x.Since = "all, since "+sayWhen(h.Since), jsonWhen(h.Since)
			}
			rows = append(rows, []string{"  " + string(h.Party), line})
			out.Had = append(out.Had, x)
		}
		var what []string
		if len(g.Points) > 0 {
			what = append(what, numbersOf(g.Points)+" (as in "+strings.Join(g.Texts, "; ")+")")
		}
		for _, q := range g.Phrases {
			what = append(what, "“"+q+"”")
		}
		by := "now"
		if g.By.From != 0 {
			by = sayWhen(g.By)
		}
		return fmt.Sprintf("Given by %s: %s\n%sGiven is not passed on: others may know it from elsewhere.\n", by, strings.Join(what, ", "), columns(rows)), out, nil
	})
}

type pressLinesCmd struct {
	reads
	Labels []string `arg:"" help:"Of the press items."`
}

type lineOut struct {
	As    string    `json:"as"`
	Words string    `json:"words"`
	Note  string    `json:"note,omitempty"`
	On    []string  `json:"on"`
	When  *whenJSON `json:"when"`
}

func linesJSON(r *room.State, c *room.PressItem) []lineOut {
	out := []lineOut{}
	for _, l := range view.LinesOn(r, c) {
		out = append(out, lineOut{string(l.As), l.Words, l.Note, strs(l.On), jsonWhen(l.When)})
	}
	return out
}

func (c *pressLinesCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
		if err != nil {
			return "", nil, err
		}
		type lines struct {
			Label  string      `json:"label"`
			Public []publicOut `json:"public"`
			Lines  []lineOut   `json:"lines"`
		}
		out := []lines{}
		var b strings.Builder
		for i, l := range c.Labels {
			x, err := app.FindPress(r, ident.Label(l))
			if err != nil {
				return "", nil, err
			}
			if i > 0 {
				b.WriteString("\n")
			}
			fmt.Fprintf(&b, "%s  %s\n\n%s", x.Label, x.Claim, sayPublic(r, x))
			recorded := view.LinesOn(r, x)
			for _, as := range event.LinesAs() {
				rows := [][]string{}
				for _, l := range recorded {
					if l.As == as {
						rows = append(rows, []string{"  " + strings.Join(nonEmpty(l.Words, l.Note), "; "), sayWhen(l.When)})
					}
				}
				if len(rows) > 0 {
					b.WriteString(lineTitles[as] + "\n" + columns(rows))
				}
			}
			if len(recorded) == 0 {
				b.WriteString("No line to take is on record.\n")
			}
			out = append(out, lines{string(x.Label), publicJSON(r, x), linesJSON(r, x)})
		}
		return b.String(), out, nil
	})
}

var lineTitles = map[event.LineAs]string{event.LinePublic: "May be pointed to", event.LineConfirm: "We confirm", event.LineNoComment: "We do not comment"}

type linesCmds struct {
	Record linesRecordCmd `cmd:"" help:"Record a line to take on press items."`
}

type linesRecordCmd struct {
	writes
	Words string   `arg:"" help:"The line."`
	On    []string `required:"" placeholder:"LABEL,…" help:"Press items."`
	As    string   `required:"" placeholder:"HOW" help:"public (it may be pointed to), confirm, no-comment."`
	Note  string   `help:"For those who keep the room."`
}

func (c *linesRecordCmd) Run(p *program) error {
	f := event.LineRecorded{As: event.LineAs(c.As), Words: c.Words, Note: c.Note}
	for _, l := range c.On {
		f.On = append(f.On, ident.Label(strings.TrimSpace(l)))
	}
	return p.record(&c.writes, app.Drafting, room.RecordLine{LineRecorded: f})
}
