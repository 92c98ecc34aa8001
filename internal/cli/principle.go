package cli

import (
	"fmt"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type principleCmds struct {
	Add     principleAddCmd     `cmd:"" help:"Record an earlier understanding from which points are said to derive."`
	Confirm principleConfirmCmd `cmd:"" help:"Record that somebody confirms a principle."`
	Contest principleContestCmd `cmd:"" help:"Record that somebody contests a principle."`
	Derive  principleDeriveCmd  `cmd:"" help:"Record which points derive from a principle, or that it is not said."`
}

type principleAddCmd struct {
	writes
	Label      string   `arg:"" help:"How it is called: pr1."`
	Title      string   `arg:"" help:"What it is, in one line."`
	Where      string   `placeholder:"PLACE" help:"Where it was reached."`
	When       string   `placeholder:"TIME" help:"When it was reached: 2025-08-15, 2025-08. When it came to be known is --at."`
	Words      string   `help:"Its words, where they are on file."`
	WordsKnown bool     `help:"Its words are known, though they are not on file here."`
	AssertedBy []string `sep:"none" placeholder:"WHO" help:"Who says that there is such an understanding; repeatable."`
	Absent     []string `sep:"none" placeholder:"WHO" help:"Who was not there; repeatable."`
	Source     string   `help:"Where this comes from."`
	Certainty  string   `help:"How sure it is, in words."`
	Note       string   `help:"In words."`
	Corrects   bool     `help:"It takes the place of what was recorded under the label."`
}

func (c *principleAddCmd) Run(p *program) error {
	f := event.PrincipleRecorded{Label: ident.Label(c.Label), Title: c.Title, Place: c.Where, WordsKnown: c.WordsKnown, Words: c.Words, AssertedBy: c.AssertedBy,
		Absent: c.Absent, Source: c.Source, Certainty: c.Certainty, Note: c.Note, Corrects: c.Corrects}
	if c.When != "" {
		var err error
		if f.Date, err = parseWhen(c.When, p.clock()); err != nil {
			return err
		}
	}
	return p.record(&c.writes, app.Drafting, room.RecordPrinciple{PrincipleRecorded: f})
}

// onPrinciple is what is taken by the commands with which a principle is answered.
type onPrinciple struct {
	writes
	Label    string `arg:"" help:"Of the principle."`
	ByWordOf string `required:"" name:"by-word-of" placeholder:"WHO" help:"Who says so: a party's code, or a name."`
	Source   string `help:"Where it was said."`
	Note     string `help:"In words."`
}

func (c *onPrinciple) answer(p *program, as event.Reception) error {
	return p.record(&c.writes, app.Drafting, room.AnswerPrinciple{PrincipleAnswered: event.PrincipleAnswered{
		Label: ident.Label(c.Label), Reception: as, By: c.ByWordOf, Source: c.Source, Note: c.Note}})
}

type principleConfirmCmd struct{ onPrinciple }

func (c *principleConfirmCmd) Run(p *program) error { return c.answer(p, event.PrincipleConfirmed) }

type principleContestCmd struct{ onPrinciple }

func (c *principleContestCmd) Run(p *program) error { return c.answer(p, event.PrincipleContested) }

type principleDeriveCmd struct {
	writes
	Label      string   `arg:"" help:"Of the principle."`
	Points     []string `arg:"" optional:"" help:"The points that cite it, by number or identity."`
	NotSaid    bool     `help:"Which points derive from it is not said."`
	NoLonger   bool     `help:"They are no longer said to."`
	Source     string   `help:"Who says so."`
	Note       string   `help:"In words."`
	Instrument string   `placeholder:"NAME" help:"Else the only one."`
}

func (c *principleDeriveCmd) Run(p *program) error {
	id, err := instrumentOr(c.Instrument)
	if err != nil {
		return err
	}
	return p.record(&c.writes, app.Drafting, room.DerivePoints{Specs: commas(c.Points), PrincipleDerived: event.PrincipleDerived{
		Label: ident.Label(c.Label), Instrument: id, NotSaid: c.NotSaid, Ended: c.NoLonger, Source: c.Source, Note: c.Note}})
}

type principlesCmd struct{ reads }

type principleOut struct {
	Label      string       `json:"label"`
	Title      string       `json:"title"`
	Where      string       `json:"where,omitempty"`
	When       *whenJSON    `json:"when"`
	Recorded   *whenJSON    `json:"recorded"`
	WordsKnown bool         `json:"wordsKnown"`
	Words      string       `json:"words,omitempty"`
	AssertedBy []string     `json:"assertedBy"`
	Confirmed  []answeredBy `json:"confirmedBy"`
	Contested  []answeredBy `json:"contestedBy"`
	Absent     []string     `json:"absent"`
	Points     []refOut     `json:"points"`
	NotSaid    bool         `json:"pointsNotSaid"`
	Source     string       `json:"source,omitempty"`
	Certainty  string       `json:"certainty,omitempty"`
	Note       string       `json:"note,omitempty"`
}

type answeredBy struct {
	By     string    `json:"by"`
	When   *whenJSON `json:"when"`
	Source string    `json:"source,omitempty"`
	Note   string    `json:"note,omitempty"`
}

type refOut struct {
	Point   string `json:"point"`
	Number  string `json:"number,omitempty"`
	Deleted bool   `json:"deleted,omitempty"`
}

func refJSON(r view.PointRef) refOut { return refOut{string(r.ID), r.Number, r.Deleted} }

func refsJSON(list []view.PointRef) []refOut {
	out := []refOut{}
	for _, r := range list {
		out = append(out, refJSON(r))
	}
	return out
}

func (c *principlesCmd) Run(p *program) error {
	return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, app.Drafting, at)
		if err != nil {
			return "", nil, err
		}
		x := view.DrawPrinciples(r)
		out := struct {
			List    []principleOut `json:"principles"`
			NoBasis []refOut       `json:"pointsWithoutABasis"`
			NoPoint []string       `json:"principlesWithoutAPoint"`
		}{[]principleOut{}, refsJSON(x.NoBasis), strs(x.NoPoint)}
		if len(x.List) == 0 {
			return "No principles.\n", out, nil
		}
		var b strings.Builder
		for _, v := range x.List {
			b.WriteString(sayPrinciple(v) + "\n")
			out.List = append(out.List, principleJSON(v))
		}
		if len(x.NoBasis) > 0 {
			fmt.Fprintf(&b, "Without a basis among these: %s\n", sayPoints(x.NoBasis))
		}
		if len(x.NoPoint) > 0 {
			fmt.Fprintf(&b, "Without a point: %s\n", names(x.NoPoint))
		}
		return b.String(), out, nil
	})
}

// sayPoints writes points by their numbers; those that no longer stand in the text by
// their identities.
func sayPoints(list []view.PointRef) string {
	var numbers, gone []string
	for _, r := range list {
		if r.Live() {
			numbers = append(numbers, r.Number)
		} else {
			gone = append(gone, string(r.ID)+" (no longer in the text)")
		}
	}
	s := ""
	if len(numbers) > 0 {
		s = view.Numbers(numbers)
	}
	return strings.Join(append(nonEmpty(s), gone...), ", ")
}

func nonEmpty(list ...string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func sayPrinciple(v view.PrincipleView) string {
	rows := [][]string{}
	row := func(what, said string) {
		if said != "" {
			rows = append(rows, []string{"  " + what, said})
		}
	}
	reached := nonEmpty(v.Place)
	if v.Date.From != 0 {
		reached = append(reached, sayWhen(v.Date))
	}
	row("reached", strings.Join(reached, ", "))
	switch {
	case v.Words != "":
		row("words", v.Words)
	case v.WordsKnown:
		row("words", "known, not on file here")
	default:
		row("words", "not known")
	}
	row("asserted by", orWords(strings.Join(v.AssertedBy, "; "), "nobody on record"))
	row("confirmed by", orWords(sayAnswers(v.Answered(event.PrincipleConfirmed)), "nobody on record"))
	row("contested by", orWords(sayAnswers(v.Answered(event.PrincipleContested)), "nobody on record"))
	row("absent", strings.Join(v.Absent, "; "))
	switch {
	case len(v.Points) > 0:
		row("derive from it", sayPoints(v.Points))
	case v.NotSaid:
		row("derive from it", "not said which points")
	default:
		row("derive from it", "no point on record")
	}
	row("source", v.Source)
	row("certainty", v.Certainty)
	row("note", v.Note)
	return string(v.Label) + "  " + v.Title + "\n" + columns(rows)
}

func sayAnswers(list []room.PrincipleAnswer) string {
	var out []string
	for _, a := range list {
		s := a.By
		if more := nonEmpty(a.Note, sayWhen(a.When)); len(more) > 0 {
			s += " (" + strings.Join(more, "; ") + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func principleJSON(v view.PrincipleView) principleOut {
	answers := func(as event.Reception) []answeredBy {
		out := []answeredBy{}
		for _, a := range v.Answered(as) {
			out = append(out, answeredBy{a.By, jsonWhen(a.When), a.Source, a.Note})
		}
		return out
	}
	return principleOut{Label: string(v.Label), Title: v.Title, Where: v.Place, When: jsonWhen(v.Date), Recorded: jsonWhen(v.When), WordsKnown: v.WordsKnown, Words: v.Words,
		AssertedBy: strs(v.AssertedBy), Confirmed: answers(event.PrincipleConfirmed), Contested: answers(event.PrincipleContested), Absent: strs(v.Absent),
		Points: refsJSON(v.Points), NotSaid: v.NotSaid, Source: v.Source, Certainty: v.Certainty, Note: v.Note}
}
