package cli

import (
	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
)

type knowCmd struct {
	writes
	Points []string `arg:"" optional:"" help:"Points by identity; else the text as a whole."`
	Of     string   `placeholder:"LABEL" help:"Which text; else the working text."`
	Party  string   `placeholder:"CODE" help:"The party that knows."`
	Person string   `placeholder:"PERSON" help:"The person who knows."`
	Other  string   `help:"Somebody outside: the press."`
	Own    bool     `help:"The person in their own capacity, not their party."`
	Level  string   `required:"" help:"existence, outline, gist, words, copy."`
	Way    string   `required:"" help:"public, elsewhere, reported."`
	Source string   `help:"Who says so."`
	Gist   string   `help:"What they know."`

	Ref       string `placeholder:"LABEL" help:"How the report is called: t01."`
	Said      string `help:"The level as it was said, where it was said otherwise."`
	ToldBy    string `placeholder:"WHO" help:"By whom they are said to have been told."`
	How       string `help:"How, in words: in talks."`
	Certainty string `help:"How sure it is, in words."`
	Corrects  bool   `help:"It takes the place of what was reported under the same --ref; since when they know stays."`
}

func (c *knowCmd) Run(p *program) error {
	f := event.Knowledge{Label: ident.Label(c.Of), Other: c.Other, Own: c.Own, Level: event.Level(c.Level), Way: event.Way(c.Way), Source: c.Source, Gist: c.Gist,
		Ref: ident.Label(c.Ref), Said: c.Said, ToldBy: c.ToldBy, How: c.How, Certainty: c.Certainty, Corrects: c.Corrects}
	var err error
	if c.Party != "" {
		if f.Party, err = ident.ParseCode(c.Party); err != nil {
			return fault.Invalidf("%w", err)
		}
	}
	if c.Person != "" {
		if f.Person, err = ident.ParsePerson(c.Person); err != nil {
			return fault.Invalidf("%w", err)
		}
	}
	return p.act(&c.writes, func(s *session, when event.When) (string, any, error) {
		r, err := s.Seat(s.ctx, s.actor, app.Drafting, app.AsOf{})
		if err != nil {
			return "", nil, err
		}
		if len(c.Points) > 0 {
			in, err := r.Find("")
			if err != nil {
				return "", nil, err
			}
			for _, spec := range commas(c.Points) {
				q, err := in.FindPoint(spec)
				if err != nil {
					return "", nil, err
				}
				f.Points = append(f.Points, q.ID)
			}
		}
		if f.Label != "" {
			f.Label = r.Canonical(f.Label)
		}
		rec, err := s.Record(s.ctx, s.actor, when, app.Drafting, room.ReportKnowledge{Knowledge: f})
		if err != nil {
			return "", nil, err
		}
		return sayRecorded(rec), recordedJSON(rec), nil
	})
}
