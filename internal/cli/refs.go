package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"nonpaper/internal/fault"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
	"nonpaper/internal/refs"
)

type refsCmd struct {
	File     string `arg:"" help:"Markdown, plain text or our JSON; - for stdin."`
	Renumber bool   `help:"Number the points afresh in their order, let the references follow, and print the text; the concordance goes to stderr."`
	Language string `default:"en" placeholder:"TAG" help:"en, fr or de."`
	As       string `placeholder:"FORMAT" help:"text or json; by the ending of -o, else text. The text that --renumber prints is in the file's own format."`
	JSON     bool   `name:"json" help:"Short for --as json."`
	Output   string `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

// Help is what refs --help says beside its flags.
func (refsCmd) Help() string {
	return "References to other texts (\"Article 51 of the Charter\") and relative ones (\"the preceding paragraph\") are listed and never rewritten. " +
		"--renumber changes numbers and nothing else; a range that is none any more becomes a list."
}

// reference is one number of a reference.
type reference struct {
	At    string   `json:"at,omitempty"` // the identity of the point in which it stands
	In    string   `json:"in,omitempty"` // its number
	Line  int      `json:"line,omitempty"`
	Col   int      `json:"col,omitempty"`
	Words string   `json:"words"`
	Scope string   `json:"scope"`
	Of    string   `json:"of,omitempty"`
	Kind  string   `json:"kind,omitempty"`
	From  string   `json:"number,omitempty"`
	Until string   `json:"until,omitempty"`
	Names []string `json:"names"`
	Why   string   `json:"why,omitempty"`
}

// referencesOf gives a line for every number of a reference.
func referencesOf(r *refs.Ref, at, in string, line, col int) []reference {
	one := reference{At: at, In: in, Line: line, Col: col, Words: strings.Join(strings.Fields(r.Words), " "), Scope: string(r.Scope), Of: strings.Join(strings.Fields(r.Of), " "), Names: []string{}}
	if len(r.Groups) == 0 {
		one.Why = "which is meant depends on what stands near it"
		return []reference{one}
	}
	var out []reference
	for _, t := range r.Groups[0].Targets {
		x := one
		x.Kind, x.From, x.Until, x.Why = string(r.Groups[0].Kind), t.Number, t.Until, t.Why
		x.Names = append([]string{}, strs(t.Points)...)
		out = append(out, x)
	}
	return out
}

// sayReferences lists references: where, the words, what they name or why nothing.
func sayReferences(list []reference) string {
	if len(list) == 0 {
		return "No references.\n"
	}
	var rows [][]string
	found := 0
	for _, x := range list {
		where := x.In
		if x.Line > 0 {
			where = fmt.Sprintf("%d:%d", x.Line, x.Col)
		}
		number := x.From
		if x.Until != "" {
			number += "–" + x.Until
		}
		names := strings.Join(x.Names, ", ")
		switch {
		case x.Why != "" && names != "":
			names += " (" + x.Why + ")"
		case x.Why != "":
			names = x.Why
		default:
			found++
		}
		words := x.Words
		if signs := []rune(words); len(signs) > 60 {
			words = string(signs[:58]) + " …"
		}
		rows = append(rows, []string{where, words, strings.TrimSpace(x.Kind + " " + number), names})
	}
	return columns(rows) + fmt.Sprintf("\n%s, %d of them to points of this text.\n", countOf(len(list), "reference"), found)
}

func countOf(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// writeJSON writes a result in JSON.
func (p *program) writeJSON(to string, v any) error {
	out, err := toJSON(v)
	if err != nil {
		return err
	}
	return p.write(to, out)
}

func (c *refsCmd) Run(p *program) error {
	as, err := outputFormat(c.As, c.JSON, c.Output)
	if err != nil {
		return err
	}
	if c.As != "" && as != "text" && as != "json" || as == "html" {
		return fault.Invalidf("refs writes text or json")
	}
	lang := refs.LanguageOf(c.Language)
	if lang == nil {
		return fault.Invalidf("there is no table for the language %.20q", c.Language).WithHint("--language is en, fr or de.")
	}
	src, err := p.read(c.File)
	if err != nil {
		return err
	}
	found := &found{lang: lang}
	if jsontext.Looks(src) || strings.EqualFold(filepath.Ext(c.File), ".json") || len(bytes.TrimSpace(src)) == 0 {
		if found.t, err = p.parsePlan(c.File, src); err != nil {
			return err
		}
		found.index()
		found.inPlan()
	} else {
		m, err := markdown.ReadMarked(src, nil)
		if err != nil {
			return named(c.File, err)
		}
		p.tell(c.File, m.Notes)
		found.t = m.Text
		found.index()
		found.inSource(m.Marks)
	}
	if c.Renumber {
		return c.renumber(p, found, as)
	}
	if as == "json" {
		return p.writeJSON(c.Output, found.list)
	}
	return p.write(c.Output, []byte(sayReferences(found.list)))
}

// found is a file with the references in it.
type found struct {
	t     plan.Text
	lang  *refs.Language
	ix    *refs.Index
	list  []reference
	src   string // "" for a text that has no lines, our JSON
	at    *refs.Source
	nodes []refs.Node
}

func (f *found) index() {
	places, parts := refs.Places(&f.t)
	f.ix = refs.NewIndex(f.t.Title, places, parts)
}

func (f *found) inPlan() {
	for i := range f.t.Points {
		pt := &f.t.Points[i]
		for _, words := range []string{pt.Heading, pt.Body} {
			for _, r := range refs.FindIn(words, f.lang) {
				f.ix.Resolve(&r, i)
				f.list = append(f.list, referencesOf(&r, string(pt.ID), pt.Number, 0, 0)...)
			}
		}
	}
}

func (f *found) inSource(read *marks.Read) {
	f.src, f.at = read.Source, refs.NewSource(read.Source, &f.t)
	f.nodes = refs.FromMarks(read, f.at)
	for _, r := range refs.Find(f.nodes, f.lang) {
		line, col := f.at.Position(r.From)
		at, id, number := f.at.Place(line), "", ""
		if at >= 0 {
			id, number = string(f.t.Points[at].ID), f.t.Points[at].Number
		}
		f.ix.Resolve(&r, at)
		f.list = append(f.list, referencesOf(&r, id, number, line, col)...)
	}
}

// renumbered is what --renumber gives as JSON.
type renumbered struct {
	Concordance []concordanceLine `json:"concordance"`
	References  []followed        `json:"references"`
	Text        string            `json:"text"`
}

type concordanceLine struct {
	Point string `json:"point"`
	Kind  string `json:"kind"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// followed is what became of one number of a reference.
type followed struct {
	In    string `json:"in,omitempty"`
	Words string `json:"words"`
	Old   string `json:"old"`
	New   string `json:"new"`
	Why   string `json:"why,omitempty"`
}

func (c *refsCmd) renumber(p *program, f *found, as string) error {
	conc := f.ix.Afresh()
	text, changes, err := f.renumbered(conc)
	if err != nil {
		return named(c.File, err)
	}
	out := renumbered{Concordance: []concordanceLine{}, References: []followed{}, Text: text}
	rows := [][]string{}
	for _, l := range conc {
		out.Concordance = append(out.Concordance, concordanceLine{string(l.Point), string(l.Kind), l.Old, l.New})
		rows = append(rows, []string{string(l.Point), l.Old + " -> " + l.New})
	}
	follow, look := [][]string{}, [][]string{}
	for i := range changes {
		x := &changes[i]
		in := ""
		if x.At >= 0 {
			in = f.t.Points[x.At].Number
		}
		out.References = append(out.References, followed{in, strings.Join(strings.Fields(x.Ref.Words), " "), x.Old, x.New, x.Why})
		switch {
		case x.Why != "":
			look = append(look, []string{in, refWords(&x.Ref), x.Why})
		case x.Old != x.New:
			follow = append(follow, []string{in, refWords(&x.Ref), x.Old + " -> " + x.New})
		}
	}
	if as == "json" {
		return p.writeJSON(c.Output, out)
	}
	p.say("%s%s%s", columns(rows), section("References rewritten, by the number their point had:", follow), section("References to look at, left as they are:", look))
	return p.write(c.Output, []byte(text))
}

func section(head string, rows [][]string) string {
	if len(rows) == 0 {
		return ""
	}
	return "\n" + head + "\n" + columns(rows)
}

// renumbered gives the file with its new numbers. In a file of lines nothing but
// numbers changes; where a point's number cannot be found in its line, the file
// is left as it is.
func (f *found) renumbered(conc refs.Concordance) (string, []refs.Change, error) {
	if f.src == "" {
		now, changes := refs.Renumber(f.t, conc, f.lang)
		return string(jsontext.WritePlan(now)), changes, nil
	}
	rw := f.ix.Rewriter(conc, f.lang)
	edits, changes := rw.Nodes(f.nodes, func(offset int) int {
		return f.at.Place(f.at.LineOf(offset))
	})
	for i := range f.t.Points {
		pt := &f.t.Points[i]
		now := conc.Of(pt.ID)
		if pt.Number == "" || now == "" || now == pt.Number {
			continue
		}
		from, to := f.at.Line(pt.Line)
		k := strings.Index(f.src[from:to], pt.Number)
		if k < 0 {
			return "", nil, fault.Invalidf("the number %s cannot be found in line %d", pt.Number, pt.Line).WithHint("Nothing was written. Write the number in figures, or compile the text first.")
		}
		edits = append(edits, refs.Edit{From: from + k, To: from + k + len(pt.Number), Text: now})
	}
	return refs.Apply(f.src, edits), changes, nil
}
