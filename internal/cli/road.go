package cli

import (
	"slices"
	"strings"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/html"
	"nonpaper/internal/view"
)

type roadCmd struct {
	reads
	To   string `placeholder:"MEETING|TIME" help:"Up to this meeting or deadline, or this date; else up to the last that is set."`
	Room string `placeholder:"ROOM" help:"As this room knows it; else all rooms of the actor's."`
}

// Help is what road --help says beside its flags.
func (roadCmd) Help() string {
	return "What has a date until then, and what stands in the way of closing. --as is text, markdown, html or json."
}

func (c *roadCmd) Run(p *program) error {
	return p.lookLeaf(&c.reads, func(s *session, at app.AsOf) (leafed, error) {
		only := app.Place{}
		if c.Room != "" {
			only = app.In(c.Room)
		}
		x, err := s.Around(s.ctx, s.actor, only, at)
		if err != nil {
			return leafed{}, err
		}
		r, err := c.road(x, p.clock())
		return leafed{func() (*html.Leaf, error) { return r.leaf(s), nil }, func() any { return r.json() }}, err
	})
}

const aMinute = 60_000_000 // µs

// road is what comes until a date, and what stands in the way.
type road struct {
	x       *app.Around
	end     *view.Dated // nil where nothing has a date
	dues    []view.Dated
	after   int // that come after the end
	undated []view.Listed
	passed  []view.Listed
	closing []view.ClosingState
	unasked []view.Unasked
}

func (c *roadCmd) road(x *app.Around, clock time.Time) (*road, error) {
	r := &road{x: x}
	if c.To != "" {
		end, err := c.end(x, clock)
		if err != nil {
			return nil, err
		}
		r.end = end
	} else if d, is := view.Horizon(x.Dates, x.Now); is {
		r.end = &d
	}
	all := view.Between(x.Dates, x.Now, 1<<62)
	r.dues = all
	if r.end != nil {
		r.dues = view.Between(x.Dates, x.Now, max(r.end.On.From+aMinute-1, r.end.On.To)) // what is due in the same minute too
		r.after = len(all) - len(r.dues)
	}
	a := view.Meetings(x.Rooms, x.Now)
	r.undated, r.passed = a.Undated, slices.DeleteFunc(a.Passed, func(m view.Listed) bool { return m.Kind == event.Deadline })
	r.closing = x.Closing()
	if x.Drafting != nil {
		r.unasked = view.NotConsulted(x.Drafting, x.Rooms)
	}
	return r, nil
}

// end finds the meeting, deadline or date that is meant.
func (c *roadCmd) end(x *app.Around, clock time.Time) (*view.Dated, error) {
	flat := func(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "")) }
	for _, d := range x.Dates {
		if (d.Kind == view.DatedMeeting || d.Kind == view.DatedDeadline) && (flat(string(d.Label)) == flat(c.To) || strings.EqualFold(d.What, c.To)) {
			return &d, nil
		}
	}
	w, err := parseWhen(c.To, clock)
	if err != nil {
		return nil, fault.NotFoundf("%.40q is no meeting or deadline that has a date, and no date", c.To).WithHint("nonpaper meetings lists them; a date is written 2025-11-21.")
	}
	to := endOf(w)
	if to < x.Now {
		return nil, fault.Invalidf("%s is over", sayWhen(w))
	}
	d := view.Dated{Kind: view.DatedDeadline, On: event.Date{From: w.From, To: w.To, Offset: w.Offset, Precision: w.Precision}, What: sayWhen(w)}
	if w.Precision == event.ToDay || w.Precision == event.ToMonth {
		d.On.To = to
	}
	return &d, nil
}

func (r *road) leaf(s *session) *html.Leaf {
	x := r.x
	l := &html.Leaf{Title: "The road", Wide: true}
	if r.end != nil {
		l.Title = "The road to " + r.end.What
	}
	offset := 0
	if zone := zoneOf(x.Rooms, nil); zone != nil {
		_, ahead := time.UnixMicro(x.Now).In(zone).Zone()
		offset = ahead / 60
	} else if len(r.dues) > 0 {
		offset = r.dues[0].On.Offset
	}
	l.Lines = []string{orWords(s.About().Name, "The talks") + ". " + sayAsOf(x.Now, offset)}
	names := inShort(strings.Join(roomNames(x.Rooms), ", "), 160)
	switch {
	case x.Drafting != nil:
		l.Private = "For the secretariat only. Drawn up from all rooms that you read: " + names + "."
	case len(x.Rooms) == 1:
		l.Who = "The room " + names + ". Its members may see this page."
	default:
		l.Who = "For those who sit in the rooms. Drawn up from the rooms that you read: " + names + "."
	}
	for _, q := range x.Rooms {
		for _, y := range q.InOrder() {
			if !slices.Contains(l.Parties, y.Code) {
				l.Parties = append(l.Parties, y.Code)
			}
		}
	}
	if r.end != nil {
		l.Facts = append(l.Facts, daysFact(r.end, x.Now))
	}
	missing := 0
	for i := range r.closing {
		missing += len(r.closing[i].Missing)
	}
	if len(r.closing) > 0 {
		l.Facts = append(l.Facts, html.Fact{Figure: itoa(missing), What: "things missing before closing"})
	}
	days := html.LeafSection{Title: "Day by day", Note: "by the clocks of where it is", Road: roadDays(x.Now, r.dues, 60)}
	if len(r.dues) == 0 {
		days.Words = []string{"Nothing has a date."}
	}
	l.Sections = append(l.Sections, days)
	if len(r.dues) > 0 {
		l.Sections = append(l.Sections, r.table())
	}
	if len(r.undated) > 0 {
		sec := html.LeafSection{Title: "Without a date", Span: 3}
		for _, m := range r.undated {
			sec.Rows = append(sec.Rows, []html.Cell{wordCell(orWords(m.Title, string(m.Label))), wordCell(view.SayDate(&m.On)), wordCell("in " + m.Room.Name)})
		}
		l.Sections = append(l.Sections, sec)
	}
	if len(r.passed) > 0 {
		sec := html.LeafSection{Title: "Over, and not said whether it took place", Span: 3}
		for _, m := range r.passed {
			sec.Rows = append(sec.Rows, []html.Cell{wordCell(orWords(m.Title, string(m.Label))), wordCell(view.SayDate(&m.On)), wordCell("in " + m.Room.Name)})
		}
		l.Sections = append(l.Sections, sec)
	}
	l.Sections = append(l.Sections, r.inTheWay()...)
	if r.after > 0 {
		l.Left = append(l.Left, plural(r.after, "thing")+" whose date comes after that.")
	}
	return l
}

func (r *road) table() html.LeafSection {
	t := html.LeafSection{Title: "What has a date", Head: []string{"Date", "What", "Who", "Points", "Room"}}
	for i := range r.dues {
		d := &r.dues[i]
		what := d.What
		if d.Label != "" && d.Kind != view.DatedMeeting && d.Kind != view.DatedDeadline {
			what = string(d.Label) + ": " + what
		}
		t.Rows = append(t.Rows, []html.Cell{wordCell(view.SayDate(&d.On)), wordCell(what), {Codes: d.By}, wordCell(someOf(d.Points, 12)), wordCell(d.Room)})
	}
	return t
}

// inTheWay says what is missing before closing, to who reads the drafting room; of other
// rooms which points are not agreed there, and of no party that it is in the way.
func (r *road) inTheWay() (out []html.LeafSection) {
	for i := range r.closing {
		x := &r.closing[i]
		sec := html.LeafSection{Title: "What stands in the way of closing " + string(x.Instrument.Instrument), Head: []string{"Missing", "From", "On"}}
		switch {
		case x.Closed != nil:
			sec.Head, sec.Words = nil, []string{"It is closed, " + sayWhen(x.Closed.When) + "."}
		case len(x.Missing) == 0:
			sec.Head, sec.Words = nil, []string{"Nothing is missing of it."}
		default:
			for _, row := range sayMissing(x.Missing) {
				from := html.Cell{Words: row[1]}
				if codes, err := parseCodes(strings.Split(row[1], ", ")); err == nil && row[1] != "secretariat" && row[1] != "" {
					from = html.Cell{Codes: codes}
				}
				sec.Rows = append(sec.Rows, []html.Cell{wordCell(strings.TrimSpace(row[0])), from, wordCell(inShort(row[2], 160))})
			}
		}
		out = append(out, sec)
	}
	if len(r.unasked) > 0 {
		sec := html.LeafSection{Title: "Consultations lacking", Note: "neither consulted nor informed, as the record has it", Head: []string{"Party", "Points"}}
		for _, u := range r.unasked {
			points := someOf(u.Points, 30)
			if u.All {
				points = "all"
			}
			sec.Rows = append(sec.Rows, []html.Cell{codeCell(u.Party), wordCell(points)})
		}
		out = append(out, sec)
	}
	if r.x.Drafting != nil {
		return out
	}
	for _, s := range r.x.Rooms {
		sec := html.LeafSection{Title: "Not agreed in the room " + s.Name, Head: []string{"How they stand", "Points"}}
		by := map[view.Status][]string{}
		points := r.x.Points[s.ID]
		for i := range points {
			by[points[i].Status] = append(by[points[i].Status], points[i].Number)
		}
		for _, st := range []view.Status{view.StatusBrackets, view.StatusParked, view.StatusNotAddressed, view.StatusNotDiscussed, view.StatusDiscussed, view.StatusNoObjection, view.StatusPartlyAgreed, view.StatusAdRef} {
			if len(by[st]) > 0 {
				sec.Rows = append(sec.Rows, []html.Cell{wordCell(strings.ReplaceAll(string(st), "-", " ")), wordCell(someOf(by[st], 30))})
			}
		}
		if len(sec.Rows) > 0 {
			out = append(out, sec)
		}
	}
	return out
}

type roadOut struct {
	To       *datedOut    `json:"to"`
	Days     *int         `json:"days"`
	Dates    []datedOut   `json:"dues"`
	After    int          `json:"afterThat"`
	Undated  []string     `json:"undated"`
	Closing  []closingOut `json:"closing,omitempty"`
	Unasked  []unaskedOut `json:"consultationsLacking,omitempty"`
	NotSaid  []string     `json:"overAndNotSaidWhether"`
	NotThere []openOut    `json:"notAgreed,omitempty"`
}

type openOut struct {
	Room     string         `json:"room"`
	Statuses map[string]int `json:"statuses"`
}

func (r *road) json() roadOut {
	out := roadOut{Dates: []datedOut{}, After: r.after, Undated: []string{}, NotSaid: []string{}}
	if r.end != nil {
		y, n := datedJSON(r.end), daysTo(&r.end.On, r.x.Now)
		out.To, out.Days = &y, &n
	}
	for i := range r.dues {
		out.Dates = append(out.Dates, datedJSON(&r.dues[i]))
	}
	for _, m := range r.undated {
		out.Undated = append(out.Undated, string(m.Label))
	}
	for _, m := range r.passed {
		out.NotSaid = append(out.NotSaid, string(m.Label))
	}
	for i := range r.closing {
		out.Closing = append(out.Closing, closingJSON(&r.closing[i]))
	}
	for _, u := range r.unasked {
		out.Unasked = append(out.Unasked, unaskedOut{string(u.Party), u.Points})
	}
	if r.x.Drafting == nil {
		for _, s := range r.x.Rooms {
			o := openOut{s.Name, map[string]int{}}
			for st, n := range view.Counted(r.x.Points[s.ID]) {
				o.Statuses[string(st)] = n
			}
			out.NotThere = append(out.NotThere, o)
		}
	}
	return out
}
