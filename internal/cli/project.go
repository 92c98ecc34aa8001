package cli

import (
	"strings"

	"nonpaper/internal/fault"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

type projectCmd struct {
	Compiled string `arg:"" help:"A compiled text, from compile --as json; - for stdin."`
	Code     string `arg:"" help:"The party's code, or base."`
	Fill     bool   `help:"Add the base's words where the party is silent, marked as such."`
	As       string `placeholder:"FORMAT" help:"text, markdown or json; by the ending of -o, else text."`
	JSON     bool   `name:"json" help:"Short for --as json."`
	Output   string `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

func (c *projectCmd) Run(p *program) error {
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if as == "html" {
		return fault.Invalidf("project writes text, markdown or json")
	}
	src, err := p.read(c.Compiled)
	if err != nil {
		return err
	}
	t, err := jsontext.ReadCompiled(src)
	if err != nil {
		return named(c.Compiled, err)
	}
	code := ident.Code(c.Code)
	if strings.EqualFold(c.Code, string(ident.Base)) {
		code = ident.Base
	}
	if !c.Fill {
		text, known := t.Project(code)
		if !known {
			return noHolder(c.Compiled, code, t.Parties)
		}
		return p.write(c.Output, canonical(text, as))
	}
	text, filled, known := t.Fill(code)
	if !known {
		return noHolder(c.Compiled, code, t.Parties)
	}
	for i := range text.Points {
		if filled[i] {
			markFilled(&text.Points[i], code)
		}
	}
	return p.write(c.Output, canonical(text, as))
}

// markFilled says of a point that its words are the base's.
func markFilled(pt *plan.Point, code ident.Code) {
	pt.Body = strings.TrimPrefix(pt.Body+"\n{words of the base; "+string(code)+" gave none}", "\n")
}

func noHolder(file string, code ident.Code, parties []ident.Code) error {
	names := []string{"base"}
	for _, c := range parties {
		names = append(names, string(c))
	}
	return fault.NotFoundf("%s holds no text of %s", file, code).WithHint("It has: %s", strings.Join(names, ", "))
}
