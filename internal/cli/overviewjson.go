package cli

import (
	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/view"
)

type overviewOut struct {
	Room     string         `json:"room"`
	Kind     string         `json:"kind"`
	Text     textSpoken     `json:"text"`
	AsOf     string         `json:"asOf"`
	Points   int            `json:"points"` // that are not deleted, the proposed ones aside
	Statuses map[string]int `json:"statuses"`
	Brackets int            `json:"brackets"`
	Open     int            `json:"pointsWithBrackets"`
	Stale    int            `json:"noLongerStands"`
	Parties  []string       `json:"parties"`
	Stand    []standOut     `json:"stand"`
	Whole    []onWholeOut   `json:"onTheWhole"`
	Next     *datedOut      `json:"nextMeeting"`
	Horizon  *datedOut      `json:"horizon"`
	Waiting  []owedOut      `json:"waiting"`
	Dates    []datedOut     `json:"road"`
	Copies   []lastCopyOut  `json:"lastCopies,omitempty"` // of the drafting room only
	Hardest  []hardOut      `json:"hardest,omitempty"`    // of the drafting room only
}

type textSpoken struct {
	Label      string    `json:"label"`
	Nature     string    `json:"nature,omitempty"`
	Title      string    `json:"title,omitempty"`
	When       *whenJSON `json:"when"`
	Instrument string    `json:"instrument,omitempty"`
	Since      bool      `json:"changedSince,omitempty"`
}

type standOut struct {
	Point    string    `json:"point"`
	Number   string    `json:"number"`
	Heading  string    `json:"heading"`
	Part     string    `json:"part,omitempty"`
	Status   string    `json:"status"`
	Brackets int       `json:"brackets"`
	Proposed bool      `json:"proposed,omitempty"`
	Reopened []string  `json:"reopened,omitempty"`
	Cells    []cellOut `json:"cells"` // of those who stated something
}

type cellOut struct {
	Party       string    `json:"party"`
	Best        string    `json:"mostFavourable"`
	Worst       string    `json:"leastFavourable"`
	Minds       []mindOut `json:"minds"`
	Reservation string    `json:"reservation,omitempty"`
	Earlier     bool      `json:"onEarlierWords,omitempty"`
	Apart       bool      `json:"notStatedInPlenary,omitempty"`
}

type mindOut struct {
	Bracket string `json:"bracket,omitempty"`
	Stance  string `json:"stance"`
	Label   string `json:"label,omitempty"`
}

type onWholeOut struct {
	Party  string `json:"party"`
	Stance string `json:"stance"`
	Label  string `json:"label"`
}

type datedOut struct {
	Kind   string    `json:"kind"`
	When   *whenJSON `json:"when"`
	What   string    `json:"what"`
	By     []string  `json:"parties"`
	Points []string  `json:"points"`
	Place  string    `json:"place,omitempty"`
	Zone   string    `json:"zone,omitempty"`
	Room   string    `json:"room"`
	Label  string    `json:"label,omitempty"`
}

type lastCopyOut struct {
	Party   string    `json:"party"`
	Label   string    `json:"label"`
	Copy    int       `json:"copy,omitempty"`
	When    *whenJSON `json:"when"`
	Receipt *whenJSON `json:"receiptAcknowledged"`
	Changed []string  `json:"newSince"`
}

type hardOut struct {
	Number   string    `json:"number"`
	Heading  string    `json:"heading"`
	Brackets int       `json:"brackets"`
	Since    *whenJSON `json:"openSince"`
	Apart    []string  `json:"atDifferentVariants"`
	Next     *datedOut `json:"next"`
}

func datedJSON(d *view.Dated) datedOut {
	return datedOut{string(d.Kind), jsonWhen(d.On.ByClock()), d.What, strs(d.By), append([]string{}, d.Points...), d.Place, d.Zone, d.Room, string(d.Label)}
}

func owedJSON(list []view.Owed) []owedOut {
	out := []owedOut{}
	for _, o := range list {
		x := owedOut{By: orWords(string(o.By), "secretariat"), What: o.What, On: o.On, Since: jsonWhen(o.Since)}
		if o.Until != 0 {
			x.Until = sayWhen(event.When{From: o.Until, Offset: o.Since.Offset})
		}
		out = append(out, x)
	}
	return out
}

func overviewJSON(x *app.Overview) overviewOut {
	out := overviewOut{Room: x.Room.Name, Kind: string(x.Room.Kind), AsOf: jsonWhen(event.When{From: x.Now, Offset: horizonOffset(x)}).From,
		Points: x.Total, Statuses: map[string]int{}, Stale: x.Stale, Parties: strs(x.Parties), Stand: []standOut{}, Whole: []onWholeOut{}, Dates: []datedOut{}, Waiting: owedJSON(x.Waiting)}
	out.Text = textSpoken{string(x.Text.Label), x.Text.Nature, x.Text.Title, jsonWhen(x.Text.When), "", x.Since}
	if x.Instrument != nil {
		out.Text.Instrument = string(x.Instrument.Instrument)
	}
	for st, n := range x.Counts {
		out.Statuses[string(st)] = n
	}
	out.Brackets, out.Open = x.Brackets()
	for i := range x.Points {
		p := &x.Points[i]
		s := standOut{Point: string(p.ID), Number: p.Number, Heading: p.Heading, Part: p.Part, Status: string(p.Status), Brackets: p.Brackets, Proposed: p.Proposed, Reopened: p.Reopened, Cells: []cellOut{}}
		for k := range p.Cells {
			c := &p.Cells[k]
			if len(c.Minds) == 0 && !c.Earlier && c.Reservation == "" {
				continue
			}
			y := cellOut{string(x.Parties[k]), string(c.Best), string(c.Worst), []mindOut{}, c.Reservation, c.Earlier, c.Apart}
			for _, m := range c.Minds {
				y.Minds = append(y.Minds, mindOut{string(m.Bracket), string(m.Stance), string(m.Label)})
			}
			s.Cells = append(s.Cells, y)
		}
		out.Stand = append(out.Stand, s)
	}
	for _, w := range x.Whole {
		out.Whole = append(out.Whole, onWholeOut{string(w.Party), string(w.Stance), string(w.Label)})
	}
	for _, d := range view.Between(x.Dates, x.Now, 1<<62) {
		out.Dates = append(out.Dates, datedJSON(&d))
	}
	if d, is := view.NextMeeting(x.Dates, x.Now); is {
		y := datedJSON(&d)
		out.Next = &y
	}
	if d, is := view.Horizon(x.Dates, x.Now); is {
		y := datedJSON(&d)
		out.Horizon = &y
	}
	for _, c := range x.Copies {
		y := lastCopyOut{Party: string(c.Party), Label: string(c.Last.Label), When: jsonWhen(c.Last.When), Changed: append([]string{}, c.Changed...)}
		if c.Line != nil {
			y.Copy = c.Line.Copy
			if c.Line.Receipt != nil {
				y.Receipt = jsonWhen(c.Line.Receipt.When)
			}
		}
		out.Copies = append(out.Copies, y)
	}
	for _, h := range x.Hardest {
		y := hardOut{h.Number, h.Heading, h.Brackets, jsonWhen(h.Since), strs(h.Apart), nil}
		if h.Next != nil {
			d := datedJSON(h.Next)
			y.Next = &d
		}
		out.Hardest = append(out.Hardest, y)
	}
	return out
}
