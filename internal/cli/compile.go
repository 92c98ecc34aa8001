package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"nonpaper/internal/align"
	"nonpaper/internal/bracket"
	"nonpaper/internal/collate"
	"nonpaper/internal/compile"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/html"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	bracketed "nonpaper/internal/marked"
	"nonpaper/internal/plan"
)

type compileCmd struct {
	Base     string   `arg:"" help:"The base text: Markdown, plain text or nonpaper's JSON; - for stdin."`
	Versions []string `arg:"" optional:"" name:"CODE=FILE" help:"A party's version. CODE+complete=FILE: what is not in it, it deletes. CODE+retain=FILE: where it has the base's words, it retains them. CODE+brackets=FILE: brackets in it are marks, and it is read as CODE reads them."`
	Style    string   `enum:"conference,unattributed" default:"conference" help:"conference (who wants what) or unattributed (no party named)."`
	As       string   `placeholder:"FORMAT" help:"text, markdown, html or json; by the ending of -o, else text."`
	JSON     bool     `name:"json" help:"Short for --as json."`
	Grain    string   `enum:"word,phrase,sentence" default:"phrase" help:"How finely to bracket: word (the shortest text), phrase or sentence."`
	Whole    bool     `help:"Take each file as the wording of a single point; an empty version deletes it, an empty base makes it new."`
	Order    string   `placeholder:"ALD,BOR,…" help:"Printed order of the parties; else alphabetical."`
	Points   string   `placeholder:"6,8" help:"Print these points only, by number or identifier."`
	Match    string   `placeholder:"FILE" help:"What you say about which point is which overrules the program."`
	Brackets bool     `name:"base-brackets" help:"The base's brackets are marks: who wants what in it takes part. Else they are words."`
	Output   string   `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

func (c *compileCmd) Run(p *program) error {
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if err := notNamed(c.Style, as); err != nil {
		return err
	}
	var versions []version
	for _, arg := range c.Versions {
		v, err := parseVersion(arg)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(versions, func(w version) bool { return w.code == v.code }) {
			return fault.Invalidf("two versions have the code %s", v.code).
				WithHint("Give each party a code of its own, or put its wording into one file.")
		}
		versions = append(versions, v)
	}
	in := compile.Input{Grain: grains[c.Grain]}
	if in.Order, err = parseOrder(c.Order, versions); err != nil {
		return err
	}
	read := p.readPlan
	if c.Whole {
		read = p.readWhole
	}
	if c.Brackets {
		if c.Whole {
			return fault.Invalidf("--base-brackets and --whole at once").WithHint("Give the base as a text with points.")
		}
		var codes []ident.Code
		for _, v := range versions {
			codes = append(codes, v.code)
		}
		var t bracket.Text
		if t, err = p.readBracketed(c.Base, codes); err == nil {
			in.Base, in.Versions = bracketed.Versions(t, codes)
		}
	} else {
		in.Base, err = read(c.Base)
	}
	if err != nil {
		if _, _, ok := strings.Cut(c.Base, "="); ok && fault.KindOf(err) == fault.NotFound {
			return fault.Invalidf("no base is named: the first argument is %s", c.Base).
				WithHint("The base comes first, alone: nonpaper compile base.md %s", c.Base)
		}
		return err
	}
	for _, v := range versions {
		t, err := p.readVersion(v, read)
		if err != nil {
			return err
		}
		t.Complete = t.Complete || v.complete
		in.Versions = append(in.Versions, compile.Version{Code: v.code, Text: t, Retain: v.retain})
	}
	if c.Match != "" {
		src, err := p.read(c.Match)
		if err != nil {
			return err
		}
		if in.Matches, err = align.ParseOverrules(string(src)); err != nil {
			return named(c.Match, err)
		}
	}
	if len(in.Versions) == 0 && as != "json" && as != "html" {
		only, err := somePoints(in.Base, c.Points)
		if err != nil {
			return err
		}
		return p.write(c.Output, canonical(only, as))
	}
	return c.compile(p, in, as)
}

var grains = map[string]collate.Grain{"word": collate.Word, "phrase": collate.Phrase, "sentence": collate.Sentence}

func (c *compileCmd) compile(p *program, in compile.Input, as string) error {
	var (
		t     bracket.Text
		notes []plan.Note
		err   error
	)
	if c.Whole {
		t, err = compile.Whole(in)
	} else {
		t, notes, err = compile.Texts(in)
	}
	if err != nil {
		return err
	}
	for _, n := range notes {
		p.say("%s", n.Text)
	}
	only, err := selectPoints(t, c.Points)
	if err != nil {
		return err
	}
	p.tellDoubts(t, only)
	out, err := print(t, only, notation.Style(c.Style), as, p.width(c.Output))
	if err != nil {
		return err
	}
	return p.write(c.Output, out)
}

// print writes a compiled text in one of the formats.
func print(t bracket.Text, only []ident.Point, style notation.Style, as string, width int) ([]byte, error) {
	if len(only) > 0 && as != "text" {
		t = restrict(t, only)
	}
	switch as {
	case "json":
		return jsontext.WriteCompiled(t), nil
	case "html":
		var b bytes.Buffer
		err := html.Compiled(&b, t, html.Options{
			Unattributed: style == notation.Unattributed, Notice: noticeOf(t), Made: madeOf(t, style),
		})
		return b.Bytes(), err
	case "markdown":
		return []byte(notation.Markdown(t, style, noticeOf(t))), nil
	}
	return []byte(summary(t, only, style, width)), nil
}

// outputFormat chooses the format: what is asked for, else what the name of the
// output file says, else text.
func outputFormat(as string, json bool, output string) (string, error) {
	if json {
		if as != "" && as != "json" {
			return "", fault.Invalidf("--json and --as %s at once", as)
		}
		return "json", nil
	}
	switch as {
	case "":
	case "text", "markdown", "html", "json":
		return as, nil
	default:
		return "", fault.Invalidf("--as is text, markdown, html or json, not %s", as)
	}
	switch ending := strings.ToLower(filepath.Ext(output)); ending {
	case ".docx", ".doc", ".odt", ".rtf", ".pdf", ".xlsx":
		return "", fault.Invalidf("%s files are not written yet; nothing was written", ending).
			WithHint("Name a .html file (it opens in a browser or in Word, and prints as PDF), or .md, .txt, .json.")
	case ".md", ".markdown":
		return "markdown", nil
	case ".html", ".htm":
		return "html", nil
	case ".json":
		return "json", nil
	}
	return "text", nil
}

func parseOrder(s string, versions []version) ([]ident.Code, error) {
	var order []ident.Code
	for name := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		code := ident.Code(name)
		if !slices.ContainsFunc(versions, func(v version) bool { return v.code == code }) {
			return nil, fault.Invalidf("--order names %s, which no version has", name)
		}
		if slices.Contains(order, code) {
			return nil, fault.Invalidf("--order names %s twice", name)
		}
		order = append(order, code)
	}
	return order, nil
}

// selectPoints finds the points that --points names, by printed number or by
// identifier.
func selectPoints(t bracket.Text, list string) ([]ident.Point, error) {
	var only []ident.Point
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		at := slices.IndexFunc(t.Points, func(p bracket.Point) bool {
			return p.Number == name || string(p.ID) == name || p.Spoken() == name
		})
		if at < 0 {
			return nil, noPoint(name)
		}
		only = append(only, t.Points[at].ID)
	}
	return only, nil
}

func noPoint(name string) error {
	return fault.NotFoundf("there is no point %s", name).WithHint("Without --points all points are printed.")
}

// somePoints is selectPoints for a text that nobody has answered yet.
func somePoints(t plan.Text, list string) (plan.Text, error) {
	if strings.TrimSpace(list) == "" {
		return t, nil
	}
	all := t.Points
	t.Points = nil
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		at := slices.IndexFunc(all, func(p plan.Point) bool { return p.Number == name || string(p.ID) == name })
		if at < 0 {
			return plan.Text{}, noPoint(name)
		}
		t.Points = append(t.Points, all[at])
	}
	return t, nil
}

// restrict leaves only some points in a compiled text.
func restrict(t bracket.Text, only []ident.Point) bracket.Text {
	out := t
	out.Points = nil
	for _, p := range t.Points {
		if slices.Contains(only, p.ID) {
			out.Points = append(out.Points, p)
		}
	}
	out.Sequence = map[ident.Code][]bracket.Place{}
	for code, places := range t.Sequence {
		for _, pl := range places {
			if slices.Contains(only, pl.ID) {
				out.Sequence[code] = append(out.Sequence[code], pl)
			}
		}
	}
	return out
}

// canonical writes one party's text.
func canonical(t plan.Text, as string) []byte {
	switch as {
	case "json":
		return jsontext.WritePlan(t)
	case "markdown":
		return []byte(markdown.Write(t))
	}
	return []byte(markdown.WritePlain(t))
}

// noticeOf is the notice that the base asks to be printed on every output.
func noticeOf(t bracket.Text) string {
	for _, f := range t.Texts[ident.Base].Front {
		if strings.EqualFold(f.Key, "notice") {
			return strings.Trim(strings.TrimSpace(f.Value), `"'`)
		}
	}
	return ""
}

// madeOf says what a text was compiled from: "4 texts: base, ALD, BOR (12 of 28
// points), CAD"; how many, where nobody is to be named.
func madeOf(t bracket.Text, style notation.Style) string {
	if style == notation.Unattributed {
		return fmt.Sprintf("%d texts", len(t.Texts))
	}
	names := []string{"base"}
	ofBase := len(t.Sequence[ident.Base])
	for _, code := range t.Parties {
		n := 0
		for i := range t.Points {
			if slices.Contains(t.Points[i].Speaks, code) && slices.Contains(t.Points[i].Speaks, ident.Base) {
				n++
			}
		}
		name := string(code)
		if n < ofBase {
			name += fmt.Sprintf(" (%d of %d points)", n, ofBase)
		}
		names = append(names, name)
	}
	return fmt.Sprintf("%d texts: %s", len(names), strings.Join(names, ", "))
}

// notNamed refuses what would name parties in the unattributed style.
func notNamed(style, as string) error {
	if style == string(notation.Unattributed) && as == "json" {
		return fault.Invalidf("JSON says who holds what, so it cannot be unattributed").
			WithHint("Use --as text, markdown or html with --style unattributed.")
	}
	return nil
}
