package cli

import (
	"nonpaper/internal/bracket"
	"nonpaper/internal/format/jsontext"
)

type printCmd struct {
	File string `arg:"" help:"A bracketed text: from compile --as json, or Markdown or plain text with brackets; - for stdin."`
	inStyle
	As     string `placeholder:"FORMAT" help:"text, markdown, html or json; by the ending of -o, else text."`
	JSON   bool   `name:"json" help:"Short for --as json."`
	Points string `placeholder:"6,8" help:"Print these points only, by number or identifier."`
	Output string `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

func (c *printCmd) Run(p *program) error {
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if err := c.check(as); err != nil {
		return err
	}
	t, err := p.readBracketed(c.File)
	if err != nil {
		return err
	}
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

// readBracketed reads a bracketed text.
func (p *program) readBracketed(name string) (bracket.Text, error) {
	src, err := p.read(name)
	if err != nil {
		return bracket.Text{}, err
	}
	t, err := jsontext.ReadCompiled(src)
	return t, named(name, err)
}
