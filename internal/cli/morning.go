package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/html"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type morningCmd struct {
	reads
	At    string `placeholder:"07:00" help:"For which hour of the day, or moment; else now."`
	Since string `placeholder:"TIME" help:"What changed since then; else since 18:00 of the day before."`
}

// Help is what morning --help says beside its flags.
func (morningCmd) Help() string {
	return "One A4 page: what happened overnight, who owes what, the next 24 hours, the press. What does not fit is counted at its end. --as is text, markdown, html or json."
}

// evening is the hour of the day before from which a morning sheet looks.
const evening = 18

// moments are the two ends of the night that a sheet is about, on a clock.
type moments struct {
	after, until time.Time
	zone         *time.Location
}

func (c *morningCmd) Run(p *program) error {
	return p.lookLeaf(&c.reads, func(s *session, asOf app.AsOf) (leafed, error) {
		seats, err := s.Seats(s.ctx, s.actor, asOf)
		if err != nil {
			return leafed{}, err
		}
		now := time.UnixMicro(s.Moment(asOf))
		m, err := c.moments(now, zoneOf(seats, p.clock().Location()))
		if err != nil {
			return leafed{}, err
		}
		if asOf == (app.AsOf{}) && m.until.Before(now) { // as it stood that morning
			asOf.Happened = m.until.UnixMicro()
		}
		x, err := s.Around(s.ctx, s.actor, app.Place{}, asOf)
		if err != nil {
			return leafed{}, err
		}
		x.Now = m.until.UnixMicro()
		sheet := morningOf(x, m)
		return leafed{func() (*html.Leaf, error) { return sheet.leaf(s.About().Name), nil }, func() any { return sheet.json() }}, nil
	})
}

// moments reads the hours that are asked for.
func (c *morningCmd) moments(now time.Time, zone *time.Location) (m moments, err error) {
	m.zone, m.until = zone, now.In(zone)
	if c.At != "" {
		if m.until, err = hourOr(c.At, now.In(zone)); err != nil {
			return m, err
		}
	}
	y, mo, d := m.until.Date()
	m.after = time.Date(y, mo, d-1, evening, 0, 0, 0, zone)
	if c.Since != "" {
		if m.after, err = hourOr(c.Since, m.until); err != nil {
			return m, err
		}
		if m.after.After(m.until) && len(c.Since) == len("18:00") { // an hour of the day before
			m.after = m.after.AddDate(0, 0, -1)
		}
	}
	if !m.after.Before(m.until) {
		return m, fault.Invalidf("the sheet is for %s, and %s is not before that", m.until.Format("2 Jan 2006 15:04"), m.after.Format("2 Jan 2006 15:04"))
	}
	return m, nil
}

// hourOr reads an hour of a day, or a moment.
func hourOr(s string, day time.Time) (time.Time, error) {
	if t, err := time.Parse("15:04", s); err == nil {
		y, m, d := day.Date()
		return time.Date(y, m, d, t.Hour(), t.Minute(), 0, 0, day.Location()), nil
	}
	w, err := parseWhen(s, day)
	if err != nil {
		return day, err
	}
	return time.UnixMicro(w.From).In(day.Location()), nil
}

// zoneOf is the clock of the talks: that of the last meeting of which it is on record,
// else another one.
func zoneOf(rooms []*room.State, other *time.Location) *time.Location {
	var last *room.Meeting
	for _, r := range rooms {
		for _, m := range r.Meetings {
			if m.Zone != "" && m.On.From != 0 && (last == nil || m.On.From > last.On.From) {
				last = m
			}
		}
	}
	if last != nil {
		if zone, err := time.LoadLocation(last.Zone); err == nil {
			return zone
		}
	}
	return other
}

// morning is the sheet before it is fitted on a page.
type morning struct {
	moments
	around *app.Around
	news   []view.News
	press  []view.PressNews
	owed   []owedTogether
	dues   []view.Dated
}

func morningOf(x *app.Around, m moments) *morning {
	after, until := m.after.UnixMicro(), m.until.UnixMicro()
	return &morning{moments: m, around: x, news: view.Overnight(x.Rooms, after, until), press: view.PressBetween(x.Rooms, after, until),
		owed: gathered(x.Waiting), dues: view.Between(x.Dates, until, until+24*3600*1_000_000)}
}

func (m *morning) clock(at int64) string {
	t := time.UnixMicro(at).In(m.zone)
	if t.YearDay() != m.until.YearDay() || t.Year() != m.until.Year() {
		return t.Format("Mon 15:04")
	}
	return t.Format("15:04")
}

func (m *morning) when(w event.When) string {
	if w.Precision == event.ToDay {
		return time.UnixMicro(w.From).In(time.FixedZone("", w.Offset*60)).Format("Mon")
	}
	return m.clock(w.From)
}

// A page has room for so many lines of so many letters, beside its head.
const (
	linesOfPage   = 46
	lettersOfLine = 104
)

// part is a section of the sheet, with what each of its lines weighs.
type sheetPart struct {
	html.LeafSection
	weights []int
	share   int    // of the lines of the page
	fewer   string // what is said of the lines that did not fit: "of 12 things that happened overnight"
	none    string // what is said where there is nothing
	more    string // the command that shows all
}

func (m *morning) leaf(name string) *html.Leaf {
	x := m.around
	l := &html.Leaf{Title: orWords(name, "The talks"), OnePage: true}
	l.Lines = []string{fmt.Sprintf("%s, %s. What happened since %s.", m.until.Format("Monday 2 January 2006"), m.until.Format("15:04"), m.after.Format("Monday 15:04"))}
	names := strings.Join(roomNames(x.Rooms), ", ")
	if x.Drafting != nil {
		l.Private = "For the secretariat only. Drawn up from all rooms that you read: " + inShort(names, 160) + "."
	} else {
		l.Who = "For those who sit in the rooms. Drawn up from the rooms that you read: " + inShort(names, 160) + "."
	}
	parties := map[ident.Code]bool{}
	for _, r := range x.Rooms {
		for _, q := range r.InOrder() {
			if !parties[q.Code] {
				parties[q.Code] = true
				l.Parties = append(l.Parties, q.Code)
			}
		}
	}
	l.Facts = m.facts()
	parts := []sheetPart{m.overnightPart(), m.owedPart(), m.nextPart(), m.pressPart()}
	l.Left = fitPage(parts)
	for i := range parts {
		if len(parts[i].Rows) == 0 && len(parts[i].Words) == 0 {
			parts[i].Head, parts[i].Words = nil, []string{parts[i].none}
		}
		l.Sections = append(l.Sections, parts[i].LeafSection)
	}
	return l
}

func roomNames(rooms []*room.State) (out []string) {
	for _, r := range rooms {
		out = append(out, r.Name)
	}
	return out
}

func (m *morning) facts() (out []html.Fact) {
	x := m.around
	out = append(out, html.Fact{Figure: itoa(len(m.news)), What: "things happened overnight"}, html.Fact{Figure: itoa(len(m.dues)), What: "things have their date in the next 24 hours"})
	ours := 0
	for _, o := range x.Waiting {
		if o.By == "" {
			ours++
		}
	}
	out = append(out, html.Fact{Figure: itoa(ours), What: "wait for us"}, html.Fact{Figure: itoa(len(x.Waiting) - ours), What: "wait for the parties"})
	if x.Drafting == nil {
		out[2].What, out[3].What = "wait for the mediator", "wait for parties"
	}
	if d, is := view.Horizon(x.Dates, x.Now); is {
		out = append(out, daysFact(&d, x.Now))
	}
	return out
}

func (m *morning) overnightPart() sheetPart {
	p := sheetPart{LeafSection: html.LeafSection{Title: "Overnight"}, share: 17, fewer: "things that happened", more: "nonpaper record", none: "Nothing is on record."}
	for _, n := range m.news {
		p.Rows = append(p.Rows, []html.Cell{wordCell(m.when(n.When)), {Codes: n.By, Words: inShort(n.What, 150)}, wordCell(inShort(n.Room, 16))})
		p.weights = append(p.weights, n.Weight)
	}
	return p
}

func (m *morning) owedPart() sheetPart {
	p := sheetPart{LeafSection: html.LeafSection{Title: "Who owes what"}, share: 12, fewer: "lines of what is owed", more: "nonpaper waiting", none: "Nobody is waited for."}
	for i := range m.owed {
		o := &m.owed[i]
		row := o.row(5)
		if m.around.Drafting == nil && o.By == "" {
			row[0].Words = "mediator"
		}
		row[2].Words = inShort(row[2].Words, 80)
		p.Rows = append(p.Rows, row)
		weight := 1
		switch { // what has a date counts most, then what is ours
		case o.Until != 0:
			weight = 3
		case o.By == "":
			weight = 2
		}
		p.weights = append(p.weights, weight)
	}
	return p
}

func (m *morning) nextPart() sheetPart {
	p := sheetPart{LeafSection: html.LeafSection{Title: "The next 24 hours", Note: "by the clock of " + m.zone.String()}, share: 9, fewer: "things that have their date", more: "nonpaper road", none: "Nothing has its date in the next 24 hours."}
	for i := range m.dues {
		d := &m.dues[i]
		what := d.What
		if d.Label != "" && d.Kind != view.DatedMeeting && d.Kind != view.DatedDeadline {
			what = string(d.Label) + ": " + what
		}
		var more []string
		if d.Place != "" {
			more = append(more, d.Place)
		}
		if len(d.Points) > 0 {
			more = append(more, pointsOr(prefixed("point ", d.Points), 8))
		}
		at := m.clock(d.On.From)
		if d.On.Precision != event.ToMinute {
			at = view.SayDate(&d.On)
		}
		p.Rows = append(p.Rows, []html.Cell{wordCell(at), {Words: inShort(what, 110)}, {Codes: fewCodes(d.By)}, wordCell(strings.Join(more, ", "))})
		weight := 2
		if d.Kind == view.DatedMeeting || d.Kind == view.DatedDeadline {
			weight = 3
		}
		p.weights = append(p.weights, weight)
	}
	return p
}

// fewCodes are the first of many codes; where there are many, they are all meant as good as.
func fewCodes(list []ident.Code) []ident.Code {
	if len(list) > 8 {
		return append(slices.Clone(list[:7]), "…")
	}
	return list
}

func (m *morning) pressPart() sheetPart {
	p := sheetPart{LeafSection: html.LeafSection{Title: "Press"}, share: 7, fewer: "press items", more: "nonpaper press list", none: "Nothing is on record."}
	for _, c := range m.press {
		said := inShort(c.Claim, 150)
		if by := orWords(c.Speaker, c.Hedge); by != "" {
			said += " (" + inShort(by, 40) + ")"
		}
		line := "no line yet"
		if n := len(c.Lines); n > 0 {
			line = "line: " + inShort(c.Lines[n-1].LineRecorded.Words, 100)
		}
		p.Rows = append(p.Rows, []html.Cell{wordCell(string(c.Label)), wordCell(strings.Join(nonEmptyOf([]string{orWords(c.Outlet, c.RelayedBy), said}), ": ")), wordCell(line)})
		p.weights = append(p.weights, 2)
	}
	return p
}

// lines is how many lines of the page a row takes, about: as many as its fullest cell, in
// columns that share the page, and not less than all its words need.
func lines(row []html.Cell) int {
	n, fullest, words := 0, 0, 0
	for _, c := range row {
		k := utf8.RuneCountInString(c.Words) + 6*len(c.Codes)
		n += k + 2
		if k > 24 {
			words++
			fullest = max(fullest, k)
		}
	}
	most := (n + lettersOfLine - 1) / lettersOfLine
	if words > 1 {
		of := (lettersOfLine - 20) / words
		most = max(most, (fullest+of-1)/of)
	}
	return max(1, most)
}

// fitPage leaves out what does not fit on one page, the lightest lines first and of these
// the last; it says what was left out. Lines that a part does not need go to the others.
func fitPage(parts []sheetPart) (left []string) {
	spare := linesOfPage
	need := make([]int, len(parts))
	get := make([]int, len(parts))
	for i := range parts {
		for _, r := range parts[i].Rows {
			need[i] += lines(r)
		}
		get[i] = min(need[i], parts[i].share)
		spare -= max(1, get[i])
	}
	for i := range parts {
		more := min(max(0, spare), need[i]-get[i])
		get[i] += more
		spare -= more
	}
	for i := range parts {
		p := &parts[i]
		if need[i] <= get[i] {
			continue
		}
		order := make([]int, len(p.Rows))
		for k := range order {
			order[k] = k
		}
		slices.SortStableFunc(order, func(a, b int) int { return p.weights[b] - p.weights[a] })
		keep, used := map[int]bool{}, 0
		for _, k := range order {
			if used+lines(p.Rows[k]) > get[i] {
				break
			}
			used += lines(p.Rows[k])
			keep[k] = true
		}
		var rows [][]html.Cell
		for k, r := range p.Rows {
			if keep[k] {
				rows = append(rows, r)
			}
		}
		left = append(left, fmt.Sprintf("%d of %d %s (%s).", len(p.Rows)-len(rows), len(p.Rows), p.fewer, p.more))
		p.Rows = rows
	}
	return left
}

type newsOut struct {
	When    *whenJSON `json:"when"`
	Parties []string  `json:"parties"`
	What    string    `json:"what"`
	Room    string    `json:"room"`
}

type pressNewsOut struct {
	Label  string    `json:"label"`
	Outlet string    `json:"outlet"`
	Claim  string    `json:"claim"`
	When   *whenJSON `json:"when"`
	Lines  []string  `json:"lines"`
}

type morningOut struct {
	From    string         `json:"from"`
	To      string         `json:"to"`
	Zone    string         `json:"zone"`
	Rooms   []string       `json:"rooms"`
	News    []newsOut      `json:"overnight"`
	Waiting []owedOut      `json:"waiting"`
	Next    []datedOut     `json:"next24Hours"`
	Press   []pressNewsOut `json:"press"`
}

// json is the sheet as data, with nothing left out.
func (m *morning) json() morningOut {
	out := morningOut{m.after.Format(time.RFC3339), m.until.Format(time.RFC3339), m.zone.String(), append([]string{}, roomNames(m.around.Rooms)...), []newsOut{}, owedJSON(m.around.Waiting), []datedOut{}, []pressNewsOut{}}
	for _, n := range m.news {
		out.News = append(out.News, newsOut{jsonWhen(n.When), strs(n.By), n.What, n.Room})
	}
	for i := range m.dues {
		out.Next = append(out.Next, datedJSON(&m.dues[i]))
	}
	for _, c := range m.press {
		x := pressNewsOut{string(c.Label), orWords(c.Outlet, c.RelayedBy), c.Claim, jsonWhen(c.Date), []string{}}
		for _, l := range c.Lines {
			x.Lines = append(x.Lines, l.LineRecorded.Words)
		}
		out.Press = append(out.Press, x)
	}
	return out
}
