package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/collate"
	"nonpaper/internal/compare"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/html"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// said are the levels of knowledge as they are printed.
var said = map[event.Level]string{
	event.KnowsExistence: "existence", event.KnowsOutline: "outline", event.KnowsGist: "gist", event.KnowsWords: "words shown", event.KnowsCopy: "copy held",
}

// done are the ways of conveying as they are printed.
var done = map[event.Mode]string{
	event.ModeBriefed: "briefed", event.ModeReadOut: "read out", event.ModeShown: "shown and taken back", event.ModeHandedOver: "handed over",
	event.ModeSent: "sent", event.ModeCirculated: "circulated", event.ModePublic: "made public",
}

// ways are how it is known that somebody knows, as they are printed.
var ways = map[event.Way]string{
	event.WayPublic: "public", event.WayElsewhere: "says they know it from elsewhere", event.WayReported: "reported, not confirmed",
}

// ledgerRow is one line of a ledger, without who it is about.
func ledgerRow(l *view.Line, rooms bool) []string {
	if !l.Told() {
		what := "the text"
		if len(l.About) > 0 {
			what = names(l.About)
		}
		if l.Label != "" {
			what = string(l.Label)
		}
		how := ways[l.Way]
		if l.Source != "" {
			how += ": " + l.Source
		}
		if l.Gist != "" {
			how += "; " + l.Gist
		}
		if r := l.Report; r != nil {
			if r.ToldBy != "" {
				how += "; told by " + r.ToldBy
			}
			for _, more := range nonEmpty(r.How, r.Said, r.Certainty) {
				how += "; " + more
			}
		}
		return []string{said[l.Level], what, sayWhen(l.When), how}
	}
	level := said[l.Level]
	if l.Level == event.KnowsWords && l.Mode.Leaves() {
		level = "words given"
	}
	what := string(l.Label)
	switch {
	case l.Mode == event.ModeBriefed:
	case l.Whole:
		what += ", whole"
	default:
		what += ", " + numbersOf(l.Points)
	}
	how := []string{done[l.Mode]}
	if l.Copy > 0 {
		how[0] += ", copy " + itoa(l.Copy)
	}
	how = append(how, "by "+string(l.By))
	if rooms && l.Room != "" {
		how = append(how, "in "+l.Room)
	}
	if l.Order > 0 {
		how = append(how, "shown as number "+itoa(l.Order))
	}
	if l.Own {
		how = append(how, "in their own capacity")
	}
	if l.Mode == event.ModeBriefed && l.Gist != "" {
		how = append(how, "“"+l.Gist+"”")
	}
	switch {
	case l.Gone != nil:
		how = append(how, "copy destroyed "+sayWhen(l.Gone.When))
	case l.Returned != nil:
		how = append(how, "copy returned "+sayWhen(l.Returned.When))
	}
	if l.Receipt != nil {
		how = append(how, "receipt acknowledged "+sayWhen(l.Receipt.When))
	} else if l.Mode.Leaves() && l.Other == "" && l.Returned == nil && l.Gone == nil {
		how = append(how, "receipt not acknowledged")
	}
	return []string{level, what, sayWhen(l.When), strings.Join(how, ", ")}
}

func numbersOf(points []event.Point) string {
	var n []string
	for _, q := range points {
		if !q.Deleted {
			n = append(n, q.Number)
		}
	}
	return view.Numbers(n)
}

func knower(l *view.Line) string {
	switch {
	case l.Person != "" && l.Party != "":
		return string(l.Party) + " " + string(l.Person)
	case l.Person != "":
		return string(l.Person)
	case l.Party != "":
		return string(l.Party)
	}
	return l.Other
}

func ledgerTable(lines []view.Line, rooms bool) string {
	rows := [][]string{}
	for i := range lines {
		rows = append(rows, append([]string{knower(&lines[i])}, ledgerRow(&lines[i], rooms)...))
	}
	return columns(rows)
}

type ledgerJSON struct {
	Party    string    `json:"party,omitempty"`
	Person   string    `json:"person,omitempty"`
	Other    string    `json:"other,omitempty"`
	Own      bool      `json:"ownCapacity,omitempty"`
	Level    string    `json:"level"`
	Mode     string    `json:"mode,omitempty"`
	Way      string    `json:"way,omitempty"`
	Label    string    `json:"label,omitempty"`
	From     string    `json:"from,omitempty"`
	Whole    bool      `json:"whole,omitempty"`
	Points   []string  `json:"points"`
	Room     string    `json:"room,omitempty"`
	Copy     int       `json:"copy,omitempty"`
	When     *whenJSON `json:"when,omitempty"`
	By       string    `json:"by,omitempty"`
	Source   string    `json:"source,omitempty"`
	Gist     string    `json:"gist,omitempty"`
	Order    int       `json:"order,omitempty"`
	Returned *whenJSON `json:"returned,omitempty"`
	Gone     *whenJSON `json:"destroyed,omitempty"`
	Receipt  *whenJSON `json:"receiptAcknowledged,omitempty"`
	*reportJSON
}

// reportJSON is what a report of somebody's knowledge has beside.
type reportJSON struct {
	Ref       string `json:"ref,omitempty"`
	Said      string `json:"levelAsSaid,omitempty"`
	ToldBy    string `json:"toldBy,omitempty"`
	How       string `json:"how,omitempty"`
	Certainty string `json:"certainty,omitempty"`
}

func ledgerLines(lines []view.Line) []ledgerJSON {
	out := []ledgerJSON{}
	for i := range lines {
		l := &lines[i]
		x := ledgerJSON{Party: string(l.Party), Person: string(l.Person), Other: l.Other, Own: l.Own, Level: string(l.Level), Mode: string(l.Mode), Way: string(l.Way),
			Label: string(l.Label), From: string(l.From), Whole: l.Whole, Points: []string{}, Room: l.Room, Copy: l.Copy, When: jsonWhen(l.When), By: string(l.By),
			Source: l.Source, Gist: l.Gist, Order: l.Order}
		for _, q := range l.Points {
			if !q.Deleted {
				x.Points = append(x.Points, string(q.ID))
			}
		}
		if !l.Told() {
			x.Points = strs(l.About)
			if r := l.Report; r != nil {
				x.reportJSON = &reportJSON{string(r.Ref), r.Said, r.ToldBy, r.How, r.Certainty}
			}
		}
		for _, after := range []struct {
			at *room.About
			to **whenJSON
		}{{l.Returned, &x.Returned}, {l.Gone, &x.Gone}, {l.Receipt, &x.Receipt}} {
			if after.at != nil {
				*after.to = jsonWhen(after.at.When)
			}
		}
		out = append(out, x)
	}
	return out
}

type whoKnowsCmd struct {
	reads
	Point      string `arg:"" optional:"" help:"A point by identity or number; else the text as a whole."`
	Instrument string `placeholder:"NAME" help:"Else the only one."`
}

func (c *whoKnowsCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, seats, err := s.draftingAnd(at)
		if err != nil {
			return "", nil, err
		}
		in, err := r.Find(id)
		if err != nil {
			return "", nil, err
		}
		var q *room.Point
		title := in.Title
		if c.Point != "" {
			if q, err = in.FindPoint(c.Point); err != nil {
				return "", nil, err
			}
			title = "Point " + q.Number
			if q.Heading != "" {
				title += ", " + q.Heading
			}
		}
		k, err := s.WhoKnows(r, seats, in, q)
		if err != nil {
			return "", nil, err
		}
		return sayKnows(title, &k, at, p.clock()), knowsJSON(&k), nil
	})
}

// draftingAnd are the drafting room and all rooms that the actor may read, as of
// one moment.
func (s *session) draftingAnd(at app.AsOf) (*room.State, []*room.State, error) {
	r, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
	if err != nil {
		return nil, nil, err
	}
	seats, err := s.Seats(s.ctx, s.actor, at)
	return r, seats, err
}

func sayKnows(title string, k *view.Knows, at app.AsOf, now time.Time) string {
	var b strings.Builder
	moment := now
	if at.Happened != 0 {
		moment = time.UnixMicro(at.Happened).In(now.Location())
	} else if at.Entered != 0 {
		moment = time.UnixMicro(at.Entered).In(now.Location())
	}
	b.WriteString(title)
	if at != (app.AsOf{}) {
		b.WriteString("    as of " + moment.Format("2 January 2006, 15:04"))
	}
	b.WriteString("\n\n")
	rows := [][]string{}
	last := ""
	add := func(l *view.Line) {
		who := knower(l)
		if l.Party != "" && l.Person != "" {
			who = "  " + string(l.Person)
		}
		if who == last {
			rows = append(rows, append([]string{""}, ledgerRow(l, false)...))
			return
		}
		last = who
		rows = append(rows, append([]string{who}, ledgerRow(l, false)...))
	}
	listed := map[ident.Code]bool{}
	for _, code := range k.Order {
		listed[code] = true
		if slices.Contains(k.None, code) {
			rows = append(rows, []string{string(code), "nothing on record"})
			last = string(code)
		}
		for i := range k.Lines {
			if k.Lines[i].Party == code {
				add(&k.Lines[i])
			}
		}
	}
	for i := range k.Lines {
		if !listed[k.Lines[i].Party] {
			add(&k.Lines[i])
		}
	}
	b.WriteString(columns(rows))
	if len(k.As) > 0 {
		var same, other []string
		for _, h := range k.As {
			if h.Same {
				same = append(same, string(h.Party))
			} else {
				other = append(other, fmt.Sprintf("%s (%s)", h.Party, h.Label))
			}
		}
		var parts []string
		if len(same) > 0 {
			parts = append(parts, "as it stands: "+strings.Join(same, ", "))
		}
		if len(other) > 0 {
			parts = append(parts, "in other words than it stands: "+strings.Join(other, ", "))
		}
		b.WriteString("\nThe point was given " + strings.Join(parts, "; ") + ".\n")
	}
	if len(k.None) > 0 {
		b.WriteString("\n“Nothing on record” is not “does not know”.\n")
	}
	return b.String()
}

func knowsJSON(k *view.Knows) any {
	type holds struct {
		Party string `json:"party"`
		Label string `json:"label"`
		Same  bool   `json:"asItStands"`
	}
	out := struct {
		Point   string       `json:"point,omitempty"`
		Knows   []ledgerJSON `json:"knows"`
		Nothing []string     `json:"nothingOnRecord"`
		Holds   []holds      `json:"holds"`
	}{Knows: ledgerLines(k.Lines), Nothing: strs(k.None), Holds: []holds{}}
	if k.Point != nil {
		out.Point = string(k.Point.ID)
	}
	for _, h := range k.As {
		out.Holds = append(out.Holds, holds{string(h.Party), string(h.Label), h.Same})
	}
	return out
}

type ledgerCmd struct {
	reads
	Room string `placeholder:"ROOM" help:"What was given in this room; else everything the actor may know of."`
}

func (c *ledgerCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		var lines []view.Line
		if c.Room == "" {
			if r, seats, err := s.draftingAnd(at); err == nil {
				lines = view.Ledger(r, seats)
				return sayLedger(lines), ledgerLines(lines), nil
			}
		}
		rooms, err := seatsOr(s, c.Room, at)
		if err != nil {
			return "", nil, err
		}
		for _, r := range rooms {
			lines = append(lines, view.Own(r)...)
		}
		return sayLedger(lines), ledgerLines(lines), nil
	})
}

func sayLedger(lines []view.Line) string {
	if len(lines) == 0 {
		return "Nothing has been given.\n"
	}
	return ledgerTable(lines, true)
}

type changedSinceCmd struct {
	reads
	Party      string `arg:"" help:"The party: BOR."`
	Instrument string `placeholder:"NAME" help:"Else the only one."`
	Points     string `placeholder:"6,8" help:"These points only."`
}

// Help is what changed-since --help says beside its flags.
func (changedSinceCmd) Help() string {
	return "Exit status 3 where something changed, 0 where nothing did."
}

func (c *changedSinceCmd) Run(p *program) error {
	code, err := ident.ParseCode(c.Party)
	if err != nil {
		return fault.Invalidf("%w", err)
	}
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	at, err := c.asOf(p)
	if err != nil {
		return err
	}
	s, err := c.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	r, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
	if err != nil {
		return err
	}
	if r.Parties[code] == nil {
		return fault.NotFoundf("no party %s is known in the room %q", code, r.Name).WithHint("Try: nonpaper party list")
	}
	in, err := r.Find(id)
	if err != nil {
		return err
	}
	last := view.LastGiven(r, code, in.Instrument)
	if len(last.Points) == 0 {
		return fault.NotFoundf("no words of %s have been given to %s on record", in.Instrument, code).WithHint("nonpaper who-knows says what is on record.")
	}
	older, newer := plan.Text{Title: fmt.Sprintf("what %s was given last (%s, %s)", code, last.Label, sayWhen(last.When))}, plan.Text{Title: "the working text"}
	for _, q := range last.Points {
		older.Points = append(older.Points, room.ToPlan(q))
	}
	given := map[ident.Point]bool{}
	for _, q := range last.Points {
		given[q.ID] = true
	}
	current, err := s.Now(r, in, code, last, "")
	if err != nil {
		return err
	}
	if len(last.Compiled) > 0 {
		newer.Title = "the text as it would be given to it now"
	}
	never := []string{}
	for _, q := range current {
		if q.Deleted && !given[q.ID] {
			continue
		}
		if !given[q.ID] {
			never = append(never, q.Number)
			continue
		}
		newer.Points = append(newer.Points, room.ToPlan(q))
	}
	result, _, err := compare.Texts(older, newer, collate.Phrase)
	if err != nil {
		return err
	}
	result.Old, result.New = older.Title, newer.Title
	var out []byte
	switch as {
	case "json":
		out, err = toJSON(noticed(s, map[string]any{"party": code, "lastGiven": last.Label, "when": jsonWhen(last.When), "neverGiven": never,
			"comparison": rawJSON(jsontext.WriteComparison(result))}))
	case "html":
		var b bytes.Buffer
		err = html.Comparison(&b, result)
		out = b.Bytes()
	default:
		text := notation.Comparison(result, p.width(c.Output))
		if len(never) > 0 {
			text += fmt.Sprintf("\nNever given to %s: %s\n", code, view.Ranges(never))
		}
		out = []byte(text + noticeLine(s))
	}
	if err != nil {
		return err
	}
	if err := p.write(c.Output, out); err != nil {
		return err
	}
	for _, q := range result.Points {
		if q.Change != compare.Same {
			return status(Differences)
		}
	}
	return nil
}

type givenAllCmd struct {
	reads
	Points     []string `arg:"" optional:"" help:"Points by identity or number."`
	Phrase     []string `sep:"none" help:"And these words, in whatever text or briefing; repeatable."`
	From       string   `placeholder:"LABEL" help:"In the words of this text; else of the working text."`
	By         string   `name:"until" placeholder:"TIME" help:"By then; else by now."`
	Instrument string   `placeholder:"NAME" help:"Else the only one."`
}

func (c *givenAllCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	by := int64(0)
	if c.By != "" {
		w, err := parseWhen(c.By, p.clock())
		if err != nil {
			return err
		}
		by = endOf(w)
	}
	blank := slices.ContainsFunc(c.Phrase, func(s string) bool { return strings.TrimSpace(s) == "" })
	if blank || len(c.Points)+len(c.Phrase) == 0 {
		return fault.Invalidf("all of what? Neither a point nor a phrase is named").WithHint("For example: nonpaper given-all 7 21 --phrase \"ninety days\"")
	}
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
		if err != nil {
			return "", nil, err
		}
		if err := s.RefuseInPublic("narrowing down who had been given what"); err != nil {
			return "", nil, err
		}
		var points []event.Point
		if len(c.Points) > 0 {
			t, err := textOf(r, ident.Label(c.From), id)
			if err != nil {
				return "", nil, err
			}
			if points, err = choose(t.points, commas(c.Points)); err != nil {
				return "", nil, err
			}
		}
		type had struct {
			Party   string    `json:"party"`
			All     bool      `json:"all"`
			Since   *whenJSON `json:"since,omitempty"`
			Missing []string  `json:"missing"`
		}
		rows, out := [][]string{}, []had{}
		for _, h := range view.GivenAll(r, points, c.Phrase, by) {
			line := "not all: " + names(h.Missing) + " not given"
			if h.All {
				line = "all, since " + sayWhen(h.Since)
			}
			rows = append(rows, []string{string(h.Party), line})
			x := had{Party: string(h.Party), All: h.All, Missing: strs(h.Missing)}
			if h.All {
				x.Since = jsonWhen(h.Since)
			}
			out = append(out, x)
		}
		return columns(rows), out, nil
	})
}
