package cli

import (
	"fmt"
	"html/template"
	"path/filepath"
	"strings"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/chart"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/html"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type progressCmd struct {
	howPoints
	Weekly bool `help:"As svg or csv: the points week by week; else the brackets text by text."`
}

// Help is what progress --help says beside its flags.
func (progressCmd) Help() string {
	return "How many brackets stood in each text, how long it was, and how the points stood at the end of each week, against the last date that is set. --as is text, markdown, html, json, svg or csv."
}

func (c *progressCmd) Run(p *program) error {
	if as := c.drawn(); as != "" {
		return c.draw(p, as)
	}
	return p.lookLeaf(&c.reads, func(s *session, at app.AsOf) (leafed, error) {
		x, err := c.progress(p, s, at)
		return leafed{func() (*html.Leaf, error) { return progressLeaf(s, x) }, func() any { return progressJSON(x) }}, err
	})
}

// drawn is the format that only this view has, "" for another.
func (c *progressCmd) drawn() string {
	as := c.As
	if as == "" && !c.JSON {
		as = strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Output)), ".")
	}
	if as == "svg" || as == "csv" {
		return as
	}
	return ""
}

func (c *progressCmd) progress(p *program, s *session, at app.AsOf) (*app.Progress, error) {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return nil, err
	}
	place, err := c.place(s, at)
	if err != nil {
		return nil, err
	}
	r, err := s.Seat(s.ctx, s.actor, place, at)
	if err != nil {
		return nil, err
	}
	zone := zoneOf([]*room.State{r}, p.clock().Location())
	_, offset := time.UnixMicro(s.Moment(at)).In(zone).Zone()
	return s.Progress(s.ctx, s.actor, place, id, offset/60, at)
}

// draw writes the chart, or its figures.
func (c *progressCmd) draw(p *program, as string) error {
	if c.JSON {
		return fault.Invalidf("--json and --as %s at once", as)
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
	x, err := c.progress(p, s, at)
	if err != nil {
		return err
	}
	cols := growthChart(x)
	if c.Weekly {
		cols = weeksChart(x)
	}
	if len(cols.Labels) == 0 {
		return fault.NotFoundf("no text was circulated yet: there is nothing to draw").WithHint("nonpaper progress --weekly has the points week by week.")
	}
	notice := ""
	if n := s.About(); n.PublicRecord {
		notice = n.Notice
		cols.Desc = strings.TrimSpace(cols.Desc + " " + notice)
	}
	if as == "csv" {
		rows := turned(cols.Rows())
		if notice != "" {
			rows = append(rows, []string{notice})
		}
		out, err := rowsCSV(rows)
		if err != nil {
			return err
		}
		return p.write(c.Output, out)
	}
	svg, err := cols.SVG()
	if err != nil {
		return err
	}
	return p.write(c.Output, []byte(svg))
}

// turned makes lines of columns.
func turned(rows [][]string) [][]string {
	out := make([][]string, len(rows[0]))
	for i := range out {
		for _, r := range rows {
			out[i] = append(out[i], r[i])
		}
	}
	return out
}

func (x offsetOf) day(micro int64) string {
	return time.UnixMicro(micro).In(time.FixedZone("", int(x)*60)).Format("2 Jan")
}

// offsetOf is a clock, minutes ahead of UTC.
type offsetOf int

func progressOffset(x *app.Progress) offsetOf {
	if d, is := view.Horizon(x.Dates, x.Now); is {
		return offsetOf(d.On.Offset)
	}
	if n := len(x.Texts); n > 0 {
		return offsetOf(x.Texts[0].When.Offset)
	}
	return 0
}

// mostTexts is how many texts stand in one chart.
const mostTexts = 30

// growthChart is the chart of the texts.
func growthChart(x *app.Progress) chart.Columns {
	texts := x.Texts[max(0, len(x.Texts)-mostTexts):]
	c := chart.Columns{Title: "Brackets from text to text", ID: "texts"}
	if len(texts) == 0 {
		return c
	}
	first, last := texts[0], texts[len(texts)-1]
	c.Desc = fmt.Sprintf("Brackets in each text: %d in %s, %d in %s. The length of the texts and the points with brackets are in the table.", first.Brackets, first.Label, last.Brackets, last.Label)
	var brackets []float64
	var open, points, words, dates []string
	at := progressOffset(x)
	for _, t := range texts {
		c.Labels = append(c.Labels, t.Label)
		brackets = append(brackets, float64(t.Brackets))
		dates = append(dates, at.day(t.When.From))
		open = append(open, itoa(t.Open))
		points = append(points, itoa(t.Points))
		words = append(words, itoa(t.Words))
	}
	c.Series = []chart.Series{{Name: "brackets", Values: brackets}}
	c.Extra = []chart.Extra{{Name: "points with brackets", Cells: open}, {Name: "points", Cells: points}, {Name: "words", Cells: words}, {Name: "date", Cells: dates}}
	return c
}

// weeksChart is the chart of the weeks.
func weeksChart(x *app.Progress) chart.Columns {
	c := chart.Columns{Title: "Points by how they stand, week by week", ID: "weeks"}
	at := progressOffset(x)
	for i, w := range x.Weeks {
		label := "to " + at.day(w.End)
		if i == len(x.Weeks)-1 {
			label = "now"
		}
		c.Labels = append(c.Labels, label)
	}
	var said []string
	for _, st := range view.Stages() {
		s := chart.Series{Name: st.Name}
		for _, w := range x.Weeks {
			s.Values = append(s.Values, float64(st.In(w.Counts)))
		}
		said = append(said, fmt.Sprintf("%s %d", st.Name, st.In(x.Weeks[len(x.Weeks)-1].Counts)))
		c.Series = append(c.Series, s)
	}
	c.Desc = "Points at the end of each week. Now: " + strings.Join(said, ", ") + "."
	return c
}

func progressLeaf(s *session, x *app.Progress) (*html.Leaf, error) {
	l := &html.Leaf{Title: "Progress: " + orWords(x.Title, s.About().Name), Wide: true, Charts: true}
	for _, q := range x.Room.InOrder() {
		l.Parties = append(l.Parties, q.Code)
	}
	l.Lines = []string{"As of " + sayWhen(event.When{From: x.Now, Offset: int(progressOffset(x))}) + "."}
	l.Private, l.Who = whoSees(&app.Overview{Overview: view.Overview{Room: x.Room, Shared: x.Instrument == nil}})
	now := x.Weeks[len(x.Weeks)-1].Counts
	total := 0
	for _, n := range now {
		total += n
	}
	stages := view.Stages()
	l.Facts = append(l.Facts, html.Fact{Figure: itoa(stages[0].In(now)), Of: "of " + itoa(total), What: stages[0].Name}, html.Fact{Figure: itoa(stages[1].In(now)), What: stages[1].Name})
	if n := len(x.Texts); n > 0 {
		t := x.Texts[n-1]
		l.Facts = append(l.Facts, html.Fact{Figure: itoa(t.Brackets), What: strings.TrimPrefix(plural(t.Brackets, "bracket"), itoa(t.Brackets)+" ") + " in " + plural(t.Open, "point")})
	}
	if d, is := view.Horizon(x.Dates, x.Now); is {
		l.Facts = append(l.Facts, daysFact(&d, x.Now))
	}
	for _, c := range []chart.Columns{growthChart(x), weeksChart(x)} {
		if len(c.Labels) == 0 {
			continue
		}
		svg, err := c.OnPage()
		if err != nil {
			return nil, err
		}
		sec := html.LeafSection{Title: c.Title, SVG: template.HTML(svg)}
		rows := turned(c.Rows())
		sec.Head = rows[0]
		sec.Head[0] = "Text"
		if c.ID == "weeks" {
			sec.Head[0] = "Week"
		}
		for _, r := range rows[1:] {
			var cells []html.Cell
			for _, v := range r {
				cells = append(cells, wordCell(v))
			}
			sec.Rows = append(sec.Rows, cells)
		}
		l.Sections = append(l.Sections, sec)
	}
	if n := len(x.Texts) - mostTexts; n > 0 {
		l.Left = append(l.Left, fmt.Sprintf("The first %d texts (--as json has all).", n))
	}
	return l, nil
}

type grownOut struct {
	Text     string    `json:"text"`
	Nature   string    `json:"nature,omitempty"`
	When     *whenJSON `json:"when"`
	Points   int       `json:"points"`
	Words    int       `json:"words"`
	Brackets int       `json:"brackets"`
	Open     int       `json:"pointsWithBrackets"`
}

type weekOut struct {
	End      string         `json:"end"`
	Statuses map[string]int `json:"statuses"`
	Stages   map[string]int `json:"stages"`
}

type progressOut struct {
	Room    string     `json:"room"`
	Texts   []grownOut `json:"texts"`
	Weeks   []weekOut  `json:"weeks"` // the last is now
	Horizon *datedOut  `json:"horizon"`
	Days    *int       `json:"daysToHorizon"`
}

func progressJSON(x *app.Progress) progressOut {
	out := progressOut{Room: x.Room.Name, Texts: []grownOut{}, Weeks: []weekOut{}}
	for _, t := range x.Texts {
		out.Texts = append(out.Texts, grownOut{t.Label, t.Nature, jsonWhen(t.When), t.Points, t.Words, t.Brackets, t.Open})
	}
	zone := time.FixedZone("", int(progressOffset(x))*60)
	for _, w := range x.Weeks {
		o := weekOut{time.UnixMicro(w.End).In(zone).Format(time.RFC3339), map[string]int{}, map[string]int{}}
		for st, n := range w.Counts {
			o.Statuses[string(st)] = n
		}
		for _, st := range view.Stages() {
			o.Stages[st.Name] = st.In(w.Counts)
		}
		out.Weeks = append(out.Weeks, o)
	}
	if d, is := view.Horizon(x.Dates, x.Now); is {
		y, n := datedJSON(&d), daysTo(&d.On, x.Now)
		out.Horizon, out.Days = &y, &n
	}
	return out
}
