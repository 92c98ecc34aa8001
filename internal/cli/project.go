package cli

import (
	"strings"

	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

type projectCmd struct {
	Compiled string `arg:"" help:"A compiled text, from compile --as json, or a bracketed text as people write it; - for stdin."`
	Code     string `arg:"" optional:"" help:"The party's code, or base."`
	On       string `placeholder:"CODE" help:"The same, as a flag."`
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
	if c.On != "" && c.Code != "" && c.On != c.Code {
		return fault.Invalidf("two codes are named, %s and %s", c.Code, c.On).WithHint("One text is given back at a time.")
	}
	code := ident.Code(orWords(c.Code, c.On))
	if code == "" {
		return fault.Invalidf("no code says whose text is to be given back").WithHint("nonpaper project %s base", quoted(c.Compiled))
	}
	t, err := p.readBracketed(c.Compiled, []ident.Code{code})
	if err != nil {
		return err
	}
	if strings.EqualFold(string(code), string(ident.Base)) {
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
