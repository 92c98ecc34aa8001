package cli

import (
	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

type printCmd struct {
	File string `arg:"" help:"A bracketed text: from compile --as json, or Markdown or plain text with brackets; - for stdin."`
	inStyle
	As      string `placeholder:"FORMAT" help:"text, markdown, html or json; by the ending of -o, else text."`
	JSON    bool   `name:"json" help:"Short for --as json."`
	Points  string `placeholder:"6,8" help:"Print these points only, by number or identifier."`
	Parties string `placeholder:"HAR,SEL" help:"Codes of parties that the text names; only needed where they have small letters."`
	Output  string `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

func (c *printCmd) Run(p *program) error {
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if err := c.check(as); err != nil {
		return err
	}
	parties, err := codeList(c.Parties)
	if err != nil {
		return err
	}
	t, err := p.readBracketed(c.File, parties)
	if err != nil {
		return err
	}
	c.asIs = wasRead(t)
	only, err := selectPoints(t, c.Points)
	if err != nil {
		return err
	}
	out, err := c.print(t, only, as, p.width(c.Output))
	if err != nil {
		return err
	}
	return p.write(c.Output, out)
}

// wasRead reports whether a text was read from paper, and not compiled from
// versions.
func wasRead(t bracket.Text) bool {
	for code, places := range t.Sequence {
		if code != ident.Base && len(places) > 0 {
			return places[0].Why == "read"
		}
	}
	return true
}
