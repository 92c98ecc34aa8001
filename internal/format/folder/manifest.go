package folder

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"nonpaper/internal/ident"
	"nonpaper/internal/pattern"
)

// Kind says what a file holds.
type Kind string

const (
	KindParties    Kind = "parties"
	KindText       Kind = "text"
	KindPositions  Kind = "positions"
	KindEvents     Kind = "events"
	KindIssues     Kind = "issues"
	KindPress      Kind = "press"
	KindClaims     Kind = "claims" // press items of the report that began it
	KindPrinciples Kind = "principles"
	KindTold       Kind = "told"
	KindSources    Kind = "sources" // where each point of each text comes from
	KindParts      Kind = "parts"   // which point stands in which part
	KindKnown      Kind = "known"   // when something became known that bears an earlier date
	KindCommands   Kind = "commands"
	KindWording    Kind = "wording" // read by commands
	KindNotes      Kind = "notes"   // for people
)

// Kinds are all kinds of files.
func Kinds() []Kind {
	return []Kind{KindParties, KindText, KindPositions, KindEvents, KindIssues, KindPress, KindClaims, KindPrinciples, KindTold,
		KindSources, KindParts, KindKnown, KindCommands, KindWording, KindNotes}
}

// Manifest says what a folder is and what its files are.
type Manifest struct {
	Title        string
	Notice       string
	PublicRecord bool
	From, To     Day    // what it covers
	FirstReport  Day    // the day for which claims, principles and what was told stand
	Base         string // the version of the text that all others answer
	Files        []File
	Texts        []Text
	Reported     []Reported
	Commands     *File    // where the process is a list of commands
	ShowPoints   []string // that a summary shows in full
	Try          []Try    // what to try on it
}

// File is one file as the manifest names it.
type File struct {
	At   Place
	Path string
	Kind Kind
	Rows int // that it is said to have, 0 where nothing is said
	Date Day // for which its undated rows stand
}

// Text is a text whose words are on file.
type Text struct {
	File
	Version  string
	Code     ident.Code // under which it is compiled
	Base     string     // the version that it answers
	Complete bool       // what is not in it, it deletes
	Points   int        // that it is said to have
	Source   []byte     // the file
}

// Reported is a text that is known by report only.
type Reported struct {
	At        Place
	Version   string
	Points    int
	Date      Day
	Source    string
	Certainty string
	Parts     []string // the titles of its parts
}

// Try is a command to try on the process, without the program's name.
type Try struct{ Shows, Command string }

// fields are the values of a mapping by their keys.
type fields map[string]*yaml.Node

func at(n *yaml.Node) Place { return Place{ManifestName, n.Line, n.Column} }

// mapping takes a mapping apart. Keys that are not allowed are faults.
func (r *reader) mapping(n *yaml.Node, what string, allowed ...string) fields {
	out := fields{}
	if n.Kind != yaml.MappingNode {
		r.wrong(at(n), "%s is no list of names and values", what)
		return out
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch {
		case out[k.Value] != nil:
			r.wrong(at(k), "%q stands twice", k.Value)
		case !slices.Contains(allowed, k.Value):
			r.wrong(at(k), "no %q is known in %s", k.Value, what)
		case v.Kind == yaml.AliasNode:
			r.wrong(at(v), "a manifest refers to no other place of itself")
		default:
			out[k.Value] = v
		}
	}
	return out
}

// cell is a single value, "" where there is none.
func (r *reader) cell(f fields, key string) cell {
	n := f[key]
	if n == nil {
		return cell{}
	}
	if n.Kind != yaml.ScalarNode {
		r.wrong(at(n), "%q is no single value", key)
		return cell{at: at(n)}
	}
	if n.Tag == "!!null" {
		return cell{at: at(n)}
	}
	return cell{at(n), strings.TrimSpace(n.Value)}
}

func (r *reader) yes(f fields, key string) bool {
	c := r.cell(f, key)
	is, err := strconv.ParseBool(c.text)
	if c.text != "" && err != nil {
		r.wrong(c.at, "%q is neither true nor false", c.text)
	}
	return is
}

func (r *reader) sequence(f fields, key string) []*yaml.Node {
	n := f[key]
	if n == nil || n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.wrong(at(n), "%q is no list", key)
		return nil
	}
	return n.Content
}

// manifest reads the manifest, and of the files the texts.
func (r *reader) manifest() {
	src, ok := r.read(ManifestName, Place{File: ManifestName})
	if !ok {
		return
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		place, said := yamlFault(err)
		r.wrong(place, "%s", said)
		return
	}
	if len(doc.Content) != 1 {
		r.wrong(Place{File: ManifestName}, "it is empty")
		return
	}
	top := doc.Content[0]
	f := r.mapping(top, "a manifest", "title", "notice", "public-record", "language", "coverage", "first-report", "base", "licence", "parties", "files", "texts-known-by-report", "show-points", "try")
	m := &r.out.Manifest
	m.Title, m.Notice, m.PublicRecord = r.cell(f, "title").text, r.cell(f, "notice").text, r.yes(f, "public-record")
	m.FirstReport, m.Base = r.day(r.cell(f, "first-report")), r.cell(f, "base").text
	if n := f["coverage"]; n != nil {
		c := r.mapping(n, "coverage", "from", "to")
		m.From, m.To = r.day(r.cell(c, "from")), r.day(r.cell(c, "to"))
	}
	if m.Title == "" {
		r.wrong(at(top), "it has no title")
	}
	if m.PublicRecord && m.Notice == "" {
		r.wrong(at(top), "what is made from the public record has a notice, and none stands here")
	}
	for _, n := range r.sequence(f, "parties") {
		p := r.mapping(n, "a party", "code", "name")
		r.listed(at(n), r.cell(p, "code"), r.cell(p, "name"))
	}
	listed := r.sequence(f, "files")
	if len(listed) == 0 || len(listed) > maxFiles {
		r.wrong(at(top), "it names %d files, and a folder has 1 to %d", len(listed), maxFiles)
		return
	}
	seen := map[string]bool{}
	for _, n := range listed {
		r.file(n, seen)
	}
	for _, n := range r.sequence(f, "texts-known-by-report") {
		r.reported(n)
	}
	for _, n := range r.sequence(f, "show-points") {
		m.ShowPoints = append(m.ShowPoints, n.Value)
	}
	for _, n := range r.sequence(f, "try") {
		t := r.mapping(n, "what to try", "shows", "command")
		m.Try = append(m.Try, Try{r.cell(t, "shows").text, r.cell(t, "command").text})
	}
	if m.Commands == nil && !slices.ContainsFunc(m.Texts, func(t Text) bool { return t.Version == m.Base }) {
		r.wrong(at(top), "the base is %q, and no text of that version is named", m.Base)
	}
	for _, t := range m.Texts {
		if t.Base != "" && !r.labels[t.Base] {
			r.wrong(t.At, "%s answers %q, which is no text of the folder", t.Path, t.Base)
		}
	}
}

var lineOf = pattern.New(`^yaml: (?:line (\d+): )?`)

// yamlFault takes apart what the reader of YAML says.
func yamlFault(err error) (Place, string) {
	said := err.Error()
	p := Place{File: ManifestName}
	if m := lineOf.FindStringSubmatch(said); m != nil {
		p.Line, _ = strconv.Atoi(m[1])
		said = said[len(m[0]):]
	}
	return p, said
}

// party1 takes a party that the manifest itself names.
func (r *reader) listed(from Place, code, name cell) {
	c, err := ident.ParseCode(code.text)
	if err != nil {
		r.wrong(from, "%v", err)
		return
	}
	if name.text == "" {
		r.wrong(from, "party %s has no name", c)
		return
	}
	r.out.Parties = append(r.out.Parties, Party{At: from, Code: c, Name: name.text, Order: len(r.out.Parties) + 1})
	r.call(cell{from, string(c)}, c)
	r.call(cell{from, name.text}, c)
}

// file takes one file that the manifest names. All of them have to be there.
func (r *reader) file(n *yaml.Node, seen map[string]bool) {
	f := r.mapping(n, "a file", "path", "kind", "rows", "points", "version", "versions", "code", "date", "base", "complete", "licence")
	path, kind := r.cell(f, "path"), r.cell(f, "kind")
	out := File{At: at(n), Path: path.text, Kind: Kind(kind.text), Rows: r.whole(r.cell(f, "rows")), Date: r.day(r.cell(f, "date"))}
	m := &r.out.Manifest
	switch {
	case path.text == "":
		r.wrong(at(n), "a file without a path")
		return
	case seen[path.text]:
		r.wrong(path.at, "%s is named twice", path.text)
		return
	case !slices.Contains(Kinds(), out.Kind):
		r.wrong(at(n), "%q is no kind of file", kind.text)
		return
	}
	seen[path.text] = true
	m.Files = append(m.Files, out)
	switch out.Kind {
	case KindCommands:
		if m.Commands != nil {
			r.wrong(at(n), "a folder has one list of commands, and %s is another", path.text)
			return
		}
		m.Commands = &out
		r.read(out.Path, out.At)
	case KindWording, KindNotes:
		r.read(out.Path, out.At)
	case KindText:
		r.text(f, out)
	}
}

func (r *reader) text(f fields, file File) {
	t := Text{File: file, Version: r.cell(f, "version").text, Base: r.cell(f, "base").text, Complete: r.yes(f, "complete"), Points: r.whole(r.cell(f, "points"))}
	if c := r.cell(f, "code"); c.text != "" {
		var err error
		if t.Code, err = ident.ParseCode(c.text); err != nil {
			r.wrong(c.at, "%v", err)
		}
	}
	if t.Date == "" {
		r.wrong(file.At, "%s has no date", file.Path)
	}
	r.label(file.At, t.Version)
	var ok bool
	if t.Source, ok = r.read(file.Path, file.At); ok {
		r.out.Texts = append(r.out.Texts, t)
	}
}

// label takes the label of a text on file.
func (r *reader) label(from Place, version string) {
	if l, err := ident.ParseLabel(version); err != nil || string(l) != version {
		r.wrong(from, "%q is no version of a text", version)
		return
	}
	if r.labels[version] {
		r.wrong(from, "the version %q stands twice", version)
	}
	r.labels[version] = true
}

func (r *reader) reported(n *yaml.Node) {
	f := r.mapping(n, "a text known by report", "version", "points", "date", "source", "certainty", "parts")
	out := Reported{At: at(n), Version: r.cell(f, "version").text, Points: r.whole(r.cell(f, "points")), Date: r.day(r.cell(f, "date")),
		Source: r.cell(f, "source").text, Certainty: r.cell(f, "certainty").text}
	for _, p := range r.sequence(f, "parts") {
		out.Parts = append(out.Parts, p.Value)
	}
	if out.Date == "" || out.Source == "" {
		r.wrong(out.At, "a text known by report has a date and a source")
	}
	// a text may be known by report under the version of one on file: it is the
	// same text, of which more is said than its words
	if l, err := ident.ParseLabel(out.Version); err != nil || string(l) != out.Version {
		r.wrong(out.At, "%q is no version of a text", out.Version)
	}
	r.labels[out.Version] = true
	r.out.Reported = append(r.out.Reported, out)
}
