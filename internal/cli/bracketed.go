package cli

import (
	"bytes"
	"path/filepath"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	bracketed "nonpaper/internal/marked"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// readMarks reads a bracketed text with its marks: Markdown or plain text as
// people write it, or a compiled text of ours, which is written out first.
func (p *program) readMarks(name string, parties []ident.Code) (markdown.Marked, error) {
	src, err := p.read(name)
	if err != nil {
		return markdown.Marked{}, err
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\ufeff")))) == 0 {
		return markdown.Marked{}, fault.Invalidf("%s is empty", calledFile(name)).WithHint("Name a file with a bracketed text.")
	}
	if isJSON(name, src) {
		t, err := jsontext.ReadCompiled(src)
		if err != nil {
			return markdown.Marked{}, named(name, err)
		}
		parties = append(parties, t.Parties...)
		src = []byte(notation.Markdown(t, notation.Conference, ""))
	}
	m, err := markdown.ReadMarked(src, parties)
	return m, named(calledFile(name), err)
}

// readBracketed reads a bracketed text into its model: a compiled text of ours,
// or Markdown or plain text as people write it, with what is unclear said.
func (p *program) readBracketed(name string, parties []ident.Code) (bracket.Text, error) {
	src, err := p.read(name)
	if err != nil {
		return bracket.Text{}, err
	}
	if isJSON(name, src) {
		t, err := jsontext.ReadCompiled(src)
		return t, named(name, err)
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\ufeff")))) == 0 {
		return bracket.Text{}, fault.Invalidf("%s is empty", calledFile(name)).WithHint("Name a file with a bracketed text.")
	}
	m, err := markdown.ReadMarked(src, parties)
	if err != nil {
		return bracket.Text{}, named(calledFile(name), err)
	}
	t, notes := bracketed.Text(bracketed.Input{Text: m.Text, Origins: m.Origins, Marks: m.Marks})
	for _, x := range m.Marks.Problems {
		notes = append(notes, plan.Note{Line: x.Line, Text: x.Text})
	}
	p.tell(calledFile(name), append(m.Notes, notes...))
	return t, nil
}

// readVersion reads a party's version: with brackets as words, or as the party
// reads them, where the version says so.
func (p *program) readVersion(v version, read func(string) (plan.Text, error)) (plan.Text, error) {
	if !v.brackets {
		return read(v.file)
	}
	t, err := p.readBracketed(v.file, []ident.Code{v.code})
	if err != nil {
		return plan.Text{}, err
	}
	text, _, known := t.Fill(v.code)
	if !known {
		text, _ = t.Project(ident.Base)
	}
	for i := range text.Points {
		pt := &text.Points[i]
		pt.Heading, pt.Body = words.Normalise(pt.Heading), words.Normalise(pt.Body)
	}
	return text, nil
}

func isJSON(name string, src []byte) bool {
	return jsontext.Looks(src) || strings.EqualFold(filepath.Ext(name), ".json")
}

// calledFile is what a file is called in what is said of it.
func calledFile(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}

// codeList reads "HAR,SEL".
func codeList(s string) ([]ident.Code, error) {
	var out []ident.Code
	for name := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		c, err := ident.ParseCode(name)
		if err != nil {
			return nil, fault.Invalidf("--parties: %w", err)
		}
		out = append(out, c)
	}
	return out, nil
}
