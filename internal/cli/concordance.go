package cli

import (
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

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

type textConcordanceCmd struct {
	reads
	Instrument string `placeholder:"NAME" help:"Else the only one."`
}

func (c *textConcordanceCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
		if err != nil {
			return "", nil, err
		}
		in, err := r.Find(id)
		if err != nil {
			return "", nil, err
		}
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
