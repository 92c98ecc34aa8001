package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"nonpaper/internal/app"
	"nonpaper/internal/bracket"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/domain"
	"nonpaper/internal/ident"
)

type packagesStartCmd struct {
	Compiled string `arg:"" optional:"" help:"A bracketed text: from compile --as json, or Markdown or plain text with brackets; - for stdin."`
	Process  bool   `help:"From the drafting room of a process instead, with its linkages."`
	reads
	Instrument string `placeholder:"NAME" help:"Of the process: else the only one."`
	Points     string `placeholder:"6,8" help:"The brackets of these points only."`
	Except     string `placeholder:"8a,12b" help:"Without these brackets."`
	Parties    string `placeholder:"HAR,SEL" help:"Codes of parties beside those that the text names."`
}

// Help is what packages start --help says beside its flags.
func (packagesStartCmd) Help() string {
	return "Every open bracket becomes a choice, called as it is spoken (8a); its variants are its wordings, and the first is the present text. Of a bracket with brackets in it " +
		"the variants are whole readings. What a party holds in the text is what it wants; how much that means to it (class) is left to a person."
}

const startHead = "What the text says: which words are open, and who holds which. How much that means to a\n" +
	"party is not in it: add class: must have, important, can trade or indifferent, as the\n" +
	"party says it, and never: for what it does not accept. Add your own bridging words as\n" +
	"further variants.\n"

func (c *packagesStartCmd) Run(p *program) error {
	switch {
	case c.Compiled != "" && c.Process:
		return fault.Invalidf("either a text is named, or --process")
	case c.Compiled == "" && !c.Process && c.File == "":
		return fault.Invalidf("from which text? None is named").WithHint("nonpaper packages start compiled.json -o packages.yaml, or --process for the drafting room's.")
	case c.Compiled == "":
		id, err := instrumentOr(c.Instrument)
		if err != nil {
			return err
		}
		return p.look(&c.reads, func(s *session, at app.AsOf) (string, any, error) { return c.ofProcess(p, s, id, at) })
	case c.AsOf != "" || c.AsKnown != "" || c.Instrument != "":
		return fault.Invalidf("--as-of, --as-known and --instrument are about a process, and a text is named")
	}
	more, err := codeList(c.Parties)
	if err != nil {
		return err
	}
	t, err := p.readBracketed(c.Compiled, more)
	if err != nil {
		return err
	}
	s, err := c.begin(t, more)
	if err != nil {
		return named(calledFile(c.Compiled), err)
	}
	if c.Compiled != "-" {
		s.Text = c.beside()
	}
	source := orWords(s.Title, calledFile(c.Compiled))
	s.Source = func(ident.Code, domain.Open) string { return source }
	text, v, err := c.written(s)
	if err != nil {
		return err
	}
	return p.show(&c.reads, text, v)
}

// beside is the text's name as it is found from the folder of the file that is written.
func (c *packagesStartCmd) beside() string {
	if c.Output == "" || filepath.IsAbs(c.Compiled) {
		return c.Compiled
	}
	if rel, err := filepath.Rel(filepath.Dir(c.Output), c.Compiled); err == nil {
		return rel
	}
	return c.Compiled
}

// begin takes the open brackets of a text, and the parties that it names.
func (c *packagesStartCmd) begin(t bracket.Text, more []ident.Code) (*domain.Start, error) {
	points, err := selectPoints(t, c.Points)
	if err != nil {
		return nil, err
	}
	choices := domain.OpenChoices(t, points)
	for name := range strings.SplitSeq(c.Except, ",") { // names have blanks: 9 bis a
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		at := slices.IndexFunc(choices, func(x domain.Open) bool { return strings.EqualFold(x.Name, name) })
		if at < 0 {
			return nil, fault.Invalidf("there is no open bracket %s to leave out", name)
		}
		choices = slices.Delete(choices, at, at+1)
	}
	choices = slices.DeleteFunc(choices, func(x domain.Open) bool { return len(x.Variants) < 2 }) // read the same by everybody
	if len(choices) == 0 {
		return nil, fault.Invalidf("no bracket is open; nothing was written").WithHint("What is to be chosen can be written down by hand: docs/packages.md has an example.")
	}
	if err := domain.Listable(choices); err != nil {
		return nil, err
	}
	s := &domain.Start{Title: t.Texts[ident.Base].Title, Head: startHead, Choices: choices, Parties: slices.Clone(t.Parties)}
	for _, code := range more {
		if !slices.Contains(s.Parties, code) {
			s.Parties = append(s.Parties, code)
		}
	}
	if len(s.Parties) == 0 {
		return nil, fault.Invalidf("the text names no party; nothing was written").WithHint("Name them with --parties: nonpaper packages start draft.md --parties HAR,SEL")
	}
	return s, nil
}

// written is the file as YAML, and as a value for JSON.
func (c *packagesStartCmd) written(s *domain.Start) (string, any, error) {
	text, err := s.YAML()
	if err != nil {
		return "", nil, err
	}
	v, err := s.JSON()
	return string(text), v, err
}

// ofProcess is what the drafting room's text says, with the linkages of its record.
func (c *packagesStartCmd) ofProcess(p *program, s *session, id ident.Instrument, at app.AsOf) (string, any, error) {
	if err := s.RefuseInPublic("making packages"); err != nil {
		return "", nil, err
	}
	x, err := s.Compiled(s.ctx, s.actor, id, at)
	if err != nil {
		return "", nil, err
	}
	more, err := codeList(c.Parties)
	if err != nil {
		return "", nil, err
	}
	out, err := c.begin(x.Text, more)
	if err != nil {
		return "", nil, err
	}
	out.Head += "It says who wants what, and is for whoever keeps the drafting room.\n"
	out.Names = map[ident.Code]string{}
	for code, party := range x.Drafting.Parties {
		out.Names[code] = party.Name
	}
	out.Source = func(party ident.Code, c domain.Open) string {
		if point := x.Text.Point(c.Point); point != nil {
			if it := x.Behind(party, point); it != nil {
				return string(it.Label)
			}
		}
		return "the drafting room"
	}
	l, err := s.Linkages(s.ctx, s.actor, app.Drafting, at)
	if err != nil {
		return "", nil, err
	}
	for i := range l.List {
		v := &l.List[i]
		rules, apart := domain.Linked(string(v.Item.Label), v.Link, v.Reads.String(), out.Choices)
		out.Rules = append(out.Rules, rules...)
		if apart != "" {
			out.Apart = append(out.Apart, "Not a rule: "+onOneLine(apart))
			p.say("Not taken for a rule: %s", onOneLine(apart))
		}
	}
	return c.written(out)
}
