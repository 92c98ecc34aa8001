package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/paper"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type runSheetCmd struct {
	reads
	Meeting string `arg:"" help:"The meeting: \"Plenary 9\"."`
	Room    string `placeholder:"ROOM" help:"Where it is kept; else the only room of the actor's that has it."`
	Shared  bool   `help:"As the meeting's room knows it, with nothing of the drafting room: to be laid on the table."`
}

func (c *runSheetCmd) Run(p *program) error {
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	label, err := ident.ParseLabel(c.Meeting)
	if err != nil {
		return fault.Invalidf("%w", err)
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
	drafting, x, err := s.RunSheet(s.ctx, s.actor, c.Room, label, c.Shared, at)
	if err != nil {
		return err
	}
	desk := s.zones(at)
	if drafting == nil {
		desk = nil
	}
	r := runner{drafting, &x, desk, byNumber{}}
	var out []byte
	if as == "json" {
		out, err = toJSON(noticed(s, r.json()))
	} else {
		page := r.paper()
		page.Lines = append(page.Lines, drawnUp(p, s.Moment(at), at))
		page.Notice = strings.TrimSpace(noticeLine(s))
		out, err = writePaper(page, as, p.width(c.Output))
	}
	if err != nil {
		return err
	}
	return p.write(c.Output, out)
}

// runner writes run sheets.
type runner struct {
	drafting *room.State // nil: drawn from the meeting's room alone
	of       *view.RunSheet
	desk     *room.State // whose clocks parties have; nil where they are none of the paper's
	numbers  byNumber
}

func (r *runner) from() *room.State {
	if r.drafting != nil {
		return r.drafting
	}
	return r.of.Meeting.Room
}

func (r *runner) paper() *paper.Paper {
	m := r.of.Meeting
	x := &paper.Paper{Title: "Run sheet: " + strings.TrimSuffix(string(m.Label)+", "+sayTitle(m.Meeting), ", "), Legend: withoutPrejudice}
	if r.drafting != nil {
		x.Legend = ""
		x.Private = "For the secretariat, not handed over. It may be read by " + names(r.readers()) + "."
	}
	var rows []paper.Row
	add := func(name, words string) {
		if words != "" {
			rows = append(rows, paper.Row{paper.Say(name), paper.Say(words)})
		}
	}
	when := view.SayDate(&m.On)
	if m.Zone != "" && m.On.From != 0 {
		when += " (" + m.Zone + ")"
	}
	add("When", when)
	var local []string
	for _, l := range localTimes(m.Room, m.Meeting, r.desk) {
		local = append(local, l.Party+" "+l.Time)
	}
	add("By their clocks", strings.Join(local, ", "))
	add("Where", m.Place)
	var with []string
	for i := range m.With {
		with = append(with, onOneLine(view.SayParticipant(&m.With[i])))
	}
	add("With", strings.Join(with, "; "))
	status := string(m.Status())
	if status != string(room.MeetingPlanned) {
		add("Status", status)
	}
	add("Earlier", earlierDates(m.Meeting))
	x.Add(paper.Section{ID: "meeting", Title: "The meeting", Rows: rows, Columns: []paper.Column{{ID: "name", Point: true}, {ID: "words"}}})
	r.agenda(x)
	for i := range r.of.Points {
		p := &r.of.Points[i]
		x.Add(paper.Section{ID: "point", Title: fmt.Sprintf("%d. %s", i+1, pointCalled(p)), Rows: r.point(p), Within: true, Columns: []paper.Column{{ID: "name", Point: true}, {ID: "words"}}})
	}
	rows = nil
	for _, h := range r.of.HandOut {
		for i, c := range h.To {
			rows = append(rows, paper.Row{paper.Say(string(h.Label)), paper.Say(string(c)), paper.Say(orWords(string(h.Have[i]), "no words of it"))})
		}
	}
	if r.drafting != nil {
		x.Add(paper.Section{ID: "hand-out", Title: "To hand out", None: "Everybody who takes part was given the last text.", Rows: rows, Columns: []paper.Column{{ID: "text", Title: "", Point: true}, {ID: "to", Title: "To", Point: true}, {ID: "has", Title: "Was given last"}}})
	}
	r.ends(x)
	return x
}

func pointCalled(p *view.RunPoint) string {
	return strings.TrimSuffix("Point "+p.Number+", "+p.Heading, ", ")
}

// readers are who reads both the drafting room and the meeting's.
func (r *runner) readers() (out []ident.Person) {
	for _, p := range r.drafting.MembersInOrder() {
		if r.of.Meeting.Room.Reads(p.Person) {
			out = append(out, p.Person)
		}
	}
	return out
}

// agenda are the points in their order, one line each.
func (r *runner) agenda(x *paper.Paper) {
	var rows []paper.Row
	for i := range r.of.Points {
		p := &r.of.Points[i]
		status, open := "", paper.Cell{}
		if p.Status != nil {
			status, open = sayStatus(p.Status), paper.Number(p.Status.Brackets)
		}
		rows = append(rows, paper.Row{paper.Say(p.Number), paper.Say(p.Heading), paper.Say(status), open, paper.Say(strings.Join(r.decide(p), "; "))})
	}
	x.Add(paper.Section{ID: "agenda", Title: "Points, in their order", Rows: rows, None: "No points are set for it: nonpaper meeting plan takes --points.",
		Columns: []paper.Column{{ID: "point", Title: "", Point: true}, {ID: "heading", Title: "Heading"}, {ID: "status", Title: "How it stands"}, {ID: "brackets", Title: "Brackets", Point: true}, {ID: "decide", Title: "To be decided"}}})
}

// decide is what is to be decided of a point.
func (r *runner) decide(p *view.RunPoint) (out []string) {
	var open, parked []string
	for _, o := range p.Open {
		if o.Parked {
			parked = append(parked, string(o.Number))
		} else {
			open = append(open, string(o.Number))
		}
	}
	st := p.Status
	switch {
	case len(open) > 0:
		out = append(out, "settle "+strings.Join(open, ", "))
	case st != nil && r.drafting == nil && st.Brackets > 0:
		out = append(out, "settle the brackets")
	}
	if len(parked) > 0 {
		out = append(out, "for the principals: "+strings.Join(parked, ", "))
	}
	if st == nil {
		return out
	}
	if st.Brackets == 0 && len(st.Missing) > 0 && st.Status != view.StatusDeleted {
		out = append(out, "agree: not yet "+names(st.Missing))
	}
	if len(st.Owed) > 0 {
		var owed []ident.Code
		for _, o := range st.Owed {
			owed = append(owed, o.Party)
		}
		out = append(out, "confirm: "+names(owed))
	}
	if st.Pending > 0 {
		out = append(out, plural(st.Pending, "proposal")+" to carry over first")
	}
	return out
}

// point are the lines of a point: papers, brackets, who speaks, who worded it.
func (r *runner) point(p *view.RunPoint) (rows []paper.Row) {
	add := func(name, words string) {
		if words != "" {
			rows = append(rows, paper.Row{paper.Say(name), paper.Say(words)})
		}
	}
	if p.Status != nil {
		add("How it stands", strings.Join(append([]string{sayStatus(p.Status)}, sayStanding(p.Status)...), "; "))
	}
	var papers []string
	for _, x := range p.Papers {
		s := orWords(string(x.Label), "not given")
		if len(x.To) > 0 {
			s += " (" + names(x.To) + ")"
		}
		papers = append(papers, s)
	}
	add("In their hands", strings.Join(papers, "; "))
	for _, o := range p.Open {
		name := string(o.Number)
		if o.Parked {
			name += ", parked"
		}
		var said []string
		for _, v := range o.Variants {
			words := "“" + short(v.Words) + "”"
			if v.Words == "" {
				words = "(no words)"
			}
			if len(v.By) > 0 {
				words += " " + names(v.By)
			}
			said = append(said, words)
		}
		add(name, strings.Join(said, " / "))
	}
	var items []string
	for _, it := range p.Items {
		items = append(items, string(it.Label))
	}
	add("Proposals, concerns", strings.Join(items, ", "))
	var speak []string
	for _, sp := range p.Speak {
		speak = append(speak, strings.TrimSuffix(string(sp.Person)+" ("+string(sp.Party)+")", " ()"))
	}
	add("Spoke to it", strings.Join(speak, ", "))
	var pens []string
	for _, x := range p.Pens {
		pens = append(pens, view.SayParticipant(&x.Holder))
	}
	add("Drafted by", strings.Join(pens, ", "))
	if p.Worded != nil && p.Worded.Actor != "" {
		add("Worded last by", string(p.Worded.Actor)+", "+sayWhen(p.Worded.When))
	}
	add("To be decided", strings.Join(r.decide(p), "; "))
	return rows
}

// ends are silences and deadlines that end before the meeting does.
func (r *runner) ends(x *paper.Paper) {
	var rows []paper.Row
	for _, q := range r.of.Silences {
		var points []string
		for _, p := range q.SilenceOpened.Points {
			points = append(points, r.numbers.of(r.from(), p.Point))
		}
		rows = append(rows, paper.Row{paper.Say(string(q.Label)), until(q.Until, q.Offset), paper.Say("silence on " + view.Numbers(points) + "; asked: " + names(q.Parties))})
	}
	for _, d := range r.of.Due {
		rows = append(rows, paper.Row{paper.Say(string(d.Label())), atTime(d.When()), paper.Say("deadline: " + onOneLine(d.Title()))})
	}
	slices.SortStableFunc(rows, func(a, b paper.Row) int { return cmp.Compare(a[1].When.From, b[1].When.From) })
	x.Add(paper.Section{ID: "ends", Title: "Ends before the meeting does", Rows: rows, None: "No silence and no deadline.",
		Columns: []paper.Column{{ID: "label", Title: "", Point: true}, {ID: "when", Title: "When", Point: true}, {ID: "what", Title: "What"}}})
}

type runSheetOut struct {
	Meeting meetingOut    `json:"meeting"`
	Readers []string      `json:"mayBeReadBy,omitempty"` // of the secretariat's own
	Points  []runPointOut `json:"points"`
	HandOut []handOutOut  `json:"handOut"`
	Ends    []endsOut     `json:"endsBefore"`
}

type runPointOut struct {
	Number   string       `json:"number"`
	Heading  string       `json:"heading"`
	Status   string       `json:"status"`
	Brackets []runBracket `json:"brackets"`
	Papers   []paperTo    `json:"papers"`
	Items    []string     `json:"items"`
	Speakers []string     `json:"speakers"`
	Pens     []string     `json:"draftedBy"`
	Worded   string       `json:"wordedLastBy,omitempty"`
	Decide   []string     `json:"toBeDecided"`
}

type runBracket struct {
	Number   string       `json:"number"`
	Parked   bool         `json:"parked"`
	Variants []runVariant `json:"variants"`
}

type runVariant struct {
	Words string   `json:"words"`
	By    []string `json:"by"`
}

type paperTo struct {
	Label string   `json:"label"` // "" for none
	To    []string `json:"to"`
}

type handOutOut struct {
	Text string `json:"text"`
	To   string `json:"to"`
	Last string `json:"wasGivenLast"`
}

type endsOut struct {
	Label  string    `json:"label"`
	Kind   string    `json:"kind"` // silence, deadline
	When   *whenJSON `json:"when"`
	Title  string    `json:"title,omitempty"`
	Points []string  `json:"points"`
	Asked  []string  `json:"asked"`
}

func (r *runner) json() runSheetOut {
	m := r.of.Meeting
	out := runSheetOut{Meeting: meetingJSON(m.Room, m.Meeting, r.desk), Points: []runPointOut{}, HandOut: []handOutOut{}, Ends: []endsOut{}}
	if r.drafting != nil {
		out.Readers = strs(r.readers())
	}
	for i := range r.of.Points {
		p := &r.of.Points[i]
		x := runPointOut{Number: p.Number, Heading: p.Heading, Brackets: []runBracket{}, Papers: []paperTo{}, Items: []string{}, Speakers: []string{}, Pens: []string{}, Decide: append([]string{}, r.decide(p)...)}
		if p.Status != nil {
			x.Status = string(p.Status.Status)
		}
		for _, o := range p.Open {
			b := runBracket{string(o.Number), o.Parked, []runVariant{}}
			for _, v := range o.Variants {
				b.Variants = append(b.Variants, runVariant{v.Words, strs(v.By)})
			}
			x.Brackets = append(x.Brackets, b)
		}
		for _, y := range p.Papers {
			x.Papers = append(x.Papers, paperTo{string(y.Label), strs(y.To)})
		}
		for _, it := range p.Items {
			x.Items = append(x.Items, string(it.Label))
		}
		for _, sp := range p.Speak {
			x.Speakers = append(x.Speakers, string(sp.Person))
		}
		for _, pen := range p.Pens {
			x.Pens = append(x.Pens, view.SayParticipant(&pen.Holder))
		}
		if p.Worded != nil {
			x.Worded = string(p.Worded.Actor)
		}
		out.Points = append(out.Points, x)
	}
	for _, h := range r.of.HandOut {
		for i, c := range h.To {
			out.HandOut = append(out.HandOut, handOutOut{string(h.Label), string(c), string(h.Have[i])})
		}
	}
	for _, q := range r.of.Silences {
		x := endsOut{string(q.Label), "silence", jsonWhen(event.When{From: q.Until, Offset: q.Offset, Precision: event.ToMinute}), "", []string{}, strs(q.Parties)}
		for _, p := range q.SilenceOpened.Points {
			x.Points = append(x.Points, r.numbers.of(r.from(), p.Point))
		}
		out.Ends = append(out.Ends, x)
	}
	for _, d := range r.of.Due {
		out.Ends = append(out.Ends, endsOut{string(d.Label()), "deadline", jsonWhen(d.When()), d.Title(), []string{}, []string{}})
	}
	return out
}
