package cli

import (
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type bindCmd struct {
	writes
	Points     string `arg:"" help:"The points by number or identity: 7,8."`
	Who        string `arg:"" help:"Whom: a party's code, or a name."`
	Obliges    bool   `help:"It has to do or leave something."`
	Tasks      bool   `help:"It is given something to do."`
	NoParty    bool   `help:"It is the name of an actor that is no party."`
	Involved   string `placeholder:"HOW" help:"consulted, informed, neither, as somebody says; else as the ledger has it."`
	Source     string `help:"Who says so."`
	Note       string `help:"In words."`
	NoLonger   bool   `help:"They do not, or no longer."`
	Instrument string `placeholder:"NAME" help:"Else the only one."`
}

func (c *bindCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	f := event.PointBinds{Instrument: id, Involvement: event.Involvement(c.Involved), Source: c.Source, Note: c.Note, Ended: c.NoLonger}
	switch {
	case c.Obliges && c.Tasks:
		return fault.Invalidf("obliges, or tasks? Both are two records; nothing was recorded")
	case c.Obliges:
		f.Obligation = event.Obliges
	case c.Tasks:
		f.Obligation = event.Tasks
	}
	return p.record(&c.writes, app.Drafting, room.BindPoint{PointBinds: f, Specs: commas([]string{c.Points}), Who: c.Who, NoParty: c.NoParty})
}

type boundCmd struct {
	reads
	Points []string `arg:"" optional:"" help:"Points by number or identity; else all."`
}

type boundOut struct {
	refOut
	Party       string    `json:"party,omitempty"`
	Name        string    `json:"name,omitempty"`
	Obligation  string    `json:"obligation"`
	Involvement string    `json:"involvement"`
	Through     string    `json:"through,omitempty"`
	Since       *whenJSON `json:"since,omitempty"`
	Keeps       bool      `json:"keepsTheText,omitempty"`
	Stated      bool      `json:"asSomebodySays"`
	StatedBy    string    `json:"source,omitempty"`
	Reported    string    `json:"reportedToKnow,omitempty"`
	ReportedBy  string    `json:"reportedBy,omitempty"`
	Other       bool      `json:"ofOtherWords"`
	Note        string    `json:"note,omitempty"`
}

func (c *boundCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, seats, err := s.draftingAnd(at)
		if err != nil {
			return "", nil, err
		}
		want := commas(c.Points)
		for _, w := range want {
			if !slices.ContainsFunc(r.Instruments, func(in *room.Instrument) bool { _, err := in.FindPoint(w); return err == nil }) {
				return "", nil, fault.NotFoundf("no point %s", w).WithHint("Try: nonpaper text show")
			}
		}
		out, rows := []boundOut{}, [][]string{}
		counts := map[event.Involvement]int{}
		for _, b := range view.Bindings(r, seats) {
			if len(want) > 0 && !slices.ContainsFunc(want, func(w string) bool { return w == b.Number || strings.EqualFold(w, string(b.ID)) }) {
				continue
			}
			if !b.Keeps || b.Stated {
				counts[b.How]++
			}
			rows = append(rows, []string{"point " + b.Number, string(b.Obligation), orWords(string(b.Party), b.Name), sayInvolved(&b)})
			x := boundOut{refOut: refJSON(b.PointRef), Party: string(b.Party), Name: b.Name, Obligation: string(b.Obligation), Involvement: string(b.How),
				Through: b.Through, Since: jsonWhen(b.Since), Keeps: b.Keeps, Stated: b.Stated, StatedBy: b.StatedBy, Reported: string(b.Reported), ReportedBy: b.By, Other: b.Other, Note: b.Note}
			out = append(out, x)
		}
		if len(rows) == 0 {
			return "Nobody is bound on record.\n", out, nil
		}
		var n []string
		for _, i := range event.Involvements() {
			if counts[i] > 0 {
				n = append(n, itoa(counts[i])+" "+view.SayInvolvement(i))
			}
		}
		text := columns(rows)
		if len(n) > 0 {
			text += "\n" + strings.Join(n, ", ") + ".\n"
		}
		return text, out, nil
	})
}

// sayInvolved says how an actor was involved, and how that is known.
func sayInvolved(b *view.Binding) string {
	var s string
	switch {
	case b.Stated:
		s = view.SayInvolvement(b.How) + ", as stated: " + b.StatedBy
	case b.Keeps:
		s = "keeps the text"
	case b.How == event.Neither:
		s = view.SayInvolvement(b.How) + " on our record"
	default:
		s = view.SayInvolvement(b.How)
		if b.Through != "" {
			s += " (" + b.Through + ")"
		}
		s += " since " + sayWhen(b.Since)
	}
	if b.Party == "" {
		s += " (no party)"
	}
	if b.Reported != "" && !b.Stated {
		s += "; reported to know: " + strings.Join(nonEmpty(said[b.Reported], b.By), ", ")
	}
	if b.Other {
		s += "; said of other words than the point has now"
	}
	if b.Note != "" {
		s += "; " + b.Note
	}
	return s
}
