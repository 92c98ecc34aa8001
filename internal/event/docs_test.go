package event

import (
	"bytes"
	goflag "flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

var update = goflag.Bool("update", false, "write the generated part of docs/events.md again")

const (
	docsFile = "../../docs/events.md"
	docsFrom = "<!-- From here on written by: go test ./internal/event -update -->\n"
	docsTo   = "<!-- Up to here. -->\n"
)

// docs/events.md says what the sources say: every kind, every field, every word
// that is stored. What a field means is its Go comment; where it has none, what
// stands in the page is kept, and a field without either fails.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile(docsFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, from := strings.Cut(string(page), docsFrom)
	old, after, to := strings.Cut(rest, docsTo)
	if !from || !to {
		t.Fatalf("%s lacks the lines between which its tables stand:\n%s%s", docsFile, docsFrom, docsTo)
	}
	s := readSource(t)
	s.said = meanings(old)
	now := s.tables() + example()
	for _, what := range s.mute {
		t.Errorf("%s has no comment, and %s does not say what it means", what, docsFile)
	}
	if now == old {
		return
	}
	if !*update {
		t.Fatalf("%s does not say what the sources say; go test ./internal/event -update writes it again.\n%s", docsFile, firstDifference(old, now))
	}
	if err := os.WriteFile(docsFile, []byte(before+docsFrom+now+docsTo+after), 0o666); err != nil {
		t.Fatal(err)
	}
}

func firstDifference(old, now string) string {
	a, b := strings.Split(old, "\n"), strings.Split(now, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "page:    " + a[i] + "\nsources: " + b[i]
		}
	}
	return "one is longer than the other"
}

// source is what the package's files say.
type source struct {
	t      *testing.T
	docs   map[string]string               // of types
	types  map[string]map[string]goField   // of structs
	coders map[string][]coded              // by type: what its fields method, or its function, names
	values map[string][]stored             // by type: its constants
	kindOf map[string]string               // fact -> constant of its kind
	said   map[string]map[string][2]string // section -> number -> field and meaning in the page
	mute   []string                        // fields without a meaning
}

type goField struct{ typ, meaning string }

type stored struct{ value, meaning string }

// coded is one field as a coder's helper is called for it.
type coded struct {
	helper string
	number int
	name   string
	of     string // the message that it holds, for part and parts
}

func readSource(t *testing.T) *source {
	s := &source{t: t, docs: map[string]string{}, types: map[string]map[string]goField{}, coders: map[string][]coded{},
		values: map[string][]stored{}, kindOf: map[string]string{}}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				s.general(g)
			}
		}
	}
	for _, file := range files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				s.function(f)
			}
		}
	}
	return s
}

func (s *source) general(g *ast.GenDecl) {
	for _, spec := range g.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			doc := spec.Doc
			if doc == nil {
				doc = g.Doc
			}
			name := spec.Name.Name
			s.docs[name] = oneLine(doc.Text())
			if st, ok := spec.Type.(*ast.StructType); ok {
				fields := map[string]goField{}
				for _, f := range st.Fields.List {
					said := oneLine(f.Doc.Text() + f.Comment.Text())
					if said == "" && st.Fields.NumFields() == 1 {
						said = oneLine(spec.Comment.Text())
					}
					for _, n := range f.Names {
						fields[n.Name] = goField{typeName(f.Type), said}
					}
					if len(f.Names) == 0 { // embedded: it is called as its type
						fields[typeName(f.Type)] = goField{typeName(f.Type), said}
					}
				}
				s.types[name] = fields
			}
		case *ast.ValueSpec:
			of, ok := spec.Type.(*ast.Ident)
			if g.Tok != token.CONST || !ok || len(spec.Values) != 1 {
				continue
			}
			lit, ok := spec.Values[0].(*ast.BasicLit)
			if !ok {
				continue
			}
			said := oneLine(spec.Comment.Text())
			if lit.Kind == token.INT { // the number alone would not say what it stands for
				said = strings.TrimSuffix(spec.Names[0].Name+": "+said, ": ")
			}
			s.values[of.Name] = append(s.values[of.Name], stored{strings.Trim(lit.Value, `"`), said})
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return typeName(e.X) + "." + e.Sel.Name
	case *ast.ArrayType:
		if lit, ok := e.Len.(*ast.BasicLit); ok {
			return "[" + lit.Value + "]" + typeName(e.Elt)
		}
		return "[]" + typeName(e.Elt)
	}
	return "?"
}

// function takes what a fields method, or a function of a message, names; and of
// which kind a fact is.
func (s *source) function(f *ast.FuncDecl) {
	switch {
	case f.Recv != nil && f.Name.Name == "kind":
		ret := f.Body.List[0].(*ast.ReturnStmt)
		s.kindOf[receiver(f)] = ret.Results[0].(*ast.Ident).Name
	case f.Recv != nil && f.Name.Name == "fields":
		s.coders[receiver(f)] = s.calls(receiver(f), f.Body)
	case f.Recv == nil && strings.HasSuffix(f.Name.Name, "Fields") && f.Type.Params.NumFields() == 2:
		of := f.Type.Params.List[1].Type.(*ast.StarExpr).X.(*ast.Ident).Name
		s.coders[of] = s.calls(of, f.Body)
	}
}

func receiver(f *ast.FuncDecl) string {
	return f.Recv.List[0].Type.(*ast.StarExpr).X.(*ast.Ident).Name
}

var helpers = []string{"text", "texts", "whole", "wholes", "flag", "fixed", "part", "parts", "raw"}

func (s *source) calls(of string, body ast.Node) (out []coded) {
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		fun, ok := call.Fun.(*ast.Ident)
		if !ok || !slices.Contains(helpers, fun.Name) {
			return true
		}
		number, err := strconv.Atoi(call.Args[1].(*ast.BasicLit).Value)
		if err != nil {
			s.t.Fatalf("%s: %v", of, err)
		}
		c := coded{helper: fun.Name, number: number, name: pathOf(call.Args[2])}
		last := call.Args[len(call.Args)-1]
		lit, inline := last.(*ast.FuncLit)
		switch {
		case fun.Name == "parts":
			c.of = strings.TrimPrefix(s.types[of][c.name].typ, "[]")
			if inline {
				s.coders[c.of] = s.calls(c.of, lit.Body)
			}
		case fun.Name == "part" && inline: // func(c *coder) { pointFields(c, &f.Point) }
			inner := lit.Body.List[0].(*ast.ExprStmt).X.(*ast.CallExpr)
			c.name = pathOf(inner.Args[1])
			c.of = s.types[of][c.name].typ
		case fun.Name == "part": // f.Common.fields
			if sel, ok := last.(*ast.SelectorExpr); ok {
				c.name = pathOf(sel.X)
				c.of = s.types[of][c.name].typ
			}
		}
		out = append(out, c)
		return false
	})
	for i := 1; i < len(out); i++ {
		if out[i].number <= out[i-1].number {
			s.t.Errorf("%s: field %d stands after field %d", of, out[i].number, out[i-1].number)
		}
	}
	return out
}

// pathOf is the field that an argument names: &f.X, f.X[:], &b.When.From.
func pathOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.UnaryExpr:
		return pathOf(e.X)
	case *ast.SliceExpr:
		return pathOf(e.X)
	case *ast.SelectorExpr:
		if under, ok := e.X.(*ast.SelectorExpr); ok && e.Sel.Name != "fields" {
			return under.Sel.Name + "." + e.Sel.Name
		}
		if e.Sel.Name == "fields" { // b.Fact.fields
			return pathOf(e.X)
		}
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return "?"
}

// tables are the generated part of the page.
func (s *source) tables() string {
	var b strings.Builder
	b.WriteString("\n## The envelope of a body\n\n")
	s.table(&b, "The envelope of a body", "Body")
	b.WriteString("\n## Kinds\n\n| number | kind | fact |\n|---|---|---|\n")
	for _, k := range Kinds() {
		fact := factOf(k)
		fmt.Fprintf(&b, "| %d | `%s` | %s |\n", k, k, s.docs[fact])
	}
	for _, k := range Kinds() {
		fact := factOf(k)
		title := fmt.Sprintf("%d `%s`", k, k)
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n", title, s.docs[fact])
		s.table(&b, title, fact)
		fmt.Fprintf(&b, "\nRemains: %s.\n", k.Remains())
	}
	b.WriteString("\n## Messages inside facts\n")
	for _, m := range []string{"Point", "Renumbering", "Clause", "Copy", "Common", "Terms", "Source", "Sub", "Variant", "Follows", "Bound", "Base", "When", "WordedPoint", "Occasion", "Date", "Participant", "Account", "Silent", "Linked", "Due", "Touched"} {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n", m, s.docs[m])
		s.table(&b, m, m)
	}
	b.WriteString("\n## Words and numbers that are stored\n\nAppend only. A reader keeps one that it does not know as it is. Where no meaning stands, the word says it.\n")
	for _, of := range []string{"Known", "Precision", "Role", "RoomKind", "Binding", "Mode", "Rendering", "Level", "Way", "Release", "Form", "Stance", "Answer", "End", "Fate", "Settling", "Agreement", "Response", "AttachmentKind",
		"Reception", "Coverage", "Obligation", "Involvement", "SourceType", "LineAs", "MeetingKind", "Unit", "Touch"} {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n| stored | meaning |\n|---|---|\n", of, s.docs[of])
		for _, v := range s.values[of] {
			fmt.Fprintf(&b, "| `%s` | %s |\n", v.value, v.meaning)
		}
	}
	s.whole()
	return b.String()
}

func factOf(k Kind) string { return strings.TrimPrefix(fmt.Sprintf("%T", k.empty()), "*event.") }

// whole fails where something of the sources did not come into the page.
func (s *source) whole() {
	shown := map[string]bool{"Body": true, "Point": true, "Renumbering": true, "Clause": true, "Copy": true,
		"Common": true, "Terms": true, "Source": true, "Sub": true, "Variant": true, "Follows": true, "Bound": true, "Base": true, "When": true, "WordedPoint": true,
		"Occasion": true, "Date": true, "Participant": true, "Account": true, "Silent": true, "Linked": true, "Due": true, "Touched": true}
	for _, k := range Kinds() {
		shown[factOf(k)] = true
	}
	for of := range s.coders {
		if !shown[of] {
			s.t.Errorf("%s is written and does not stand in the page", of)
		}
	}
	for fact := range s.kindOf {
		if !shown[fact] {
			s.t.Errorf("%s has a kind that kind.go does not list", fact)
		}
	}
	for of, list := range s.coders {
		for name := range s.types[of] {
			if of != "Body" && !slices.ContainsFunc(list, func(c coded) bool { return c.name == name }) {
				s.t.Errorf("%s.%s is never written", of, name)
			}
		}
	}
}

func (s *source) table(b *strings.Builder, section, of string) {
	b.WriteString("| field | name | type | meaning |\n|---|---|---|---|\n")
	for _, c := range s.coders[of] {
		name, f := c.name, s.types[of][c.name]
		if outer, inner, nested := strings.Cut(c.name, "."); nested {
			f = s.types[s.types[of][outer].typ][inner]
		}
		switch name {
		case "kind":
			f.typ = "Kind"
		case "Fact":
			f.typ = "message, the fact"
		}
		meaning := f.meaning
		if was := s.said[section][strconv.Itoa(c.number)]; meaning == "" && was[0] == name {
			meaning = was[1]
		}
		if meaning == "" {
			s.mute = append(s.mute, fmt.Sprintf("%s.%s", of, name))
		}
		fmt.Fprintf(b, "| %d | %s | %s | %s |\n", c.number, name, wire(c, f.typ), strings.ReplaceAll(meaning, "|", "/"))
	}
}

// wire says how a field is written, and what is in it.
func wire(c coded, typ string) string {
	what := strings.TrimPrefix(typ, "[]")
	switch what {
	case "string":
		what = "text"
	case "int", "int64", "uint64", "Kind", "Known", "Precision":
		what = strings.TrimSpace(strings.TrimLeft(what, "uint0123456789") + " integer")
	case "bool":
		what = "flag"
	case "byte":
		return "bytes"
	case "[32]byte", "[16]byte":
		what = strings.Trim(strings.TrimSuffix(what, "byte"), "[]") + " bytes"
	case "ident.Room":
		what = "16 bytes, a room"
	case "message, the fact":
	default:
		what = "text, " + strings.TrimPrefix(what, "ident.")
		if c.of != "" {
			what = "message, " + c.of
		}
	}
	if strings.HasPrefix(typ, "[]") {
		what = "list: " + what
	}
	return what
}

// meanings are what the page says now: section -> field number -> name and meaning.
func meanings(page string) map[string]map[string][2]string {
	out := map[string]map[string][2]string{}
	section := ""
	for line := range strings.Lines(page) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			section = strings.TrimSpace(strings.TrimLeft(line, "#"))
			out[section] = map[string][2]string{}
		}
		cells := strings.Split(line, "|")
		if len(cells) == 6 && section != "" {
			out[section][strings.TrimSpace(cells[1])] = [2]string{strings.TrimSpace(cells[2]), strings.TrimSpace(cells[4])}
		}
	}
	return out
}

// example writes one entry byte by byte.
func example() string {
	body := Body{Actor: "cad.head", For: "CAD", Entered: "m.rhee", Known: KnownAtFile,
		When: When{From: 1763749260000000, Offset: 120}, Fact: &Receipt{Label: "Text 14", Copy: 3, Party: "CAD"}}
	copy(body.Salt[:], "sixteen by chance")
	plain := Encode(&body)
	h := Header{Version: Version, Seq: 41, Time: 1763749302000000, Commitment: Commit(plain)}
	for i := range h.Room {
		h.Room[i], h.ID[i] = byte(0xa0+i), byte(0xe0+i)
	}
	var b strings.Builder
	b.WriteString("\n## An entry, byte by byte\n\n`receipt.acknowledged`, entry 42 (seq 41) of a room. The plain body:\n\n")
	fields(&b, plain, "    ", true)
	header := h.Bytes()
	b.WriteString("\nIts header:\n\n")
	for _, x := range []struct {
		from, to int
		what     string
	}{{0, 1, "version"}, {1, 17, "room"}, {17, 25, "seq"}, {25, 41, "identifier"}, {41, 49, "time of entry"}, {49, 81, "commitment"}} {
		fmt.Fprintf(&b, "    %2d  %-13s  %x\n", x.from, x.what, header[x.from:x.to])
	}
	leaf := Leaf(header[:])
	fmt.Fprintf(&b, "\nIts leaf in the room's Merkle log: `%x`.\n\n", leaf[:])
	return b.String()
}

// fields writes the fields of a message, a line each: the bytes of number, type
// and length; the bytes of the value; what they say.
func fields(b *strings.Builder, src []byte, indent string, envelope bool) {
	for len(src) > 0 {
		n, typ, tag := protowire.ConsumeTag(src)
		whole := tag + protowire.ConsumeFieldValue(n, typ, src[tag:])
		if typ == protowire.VarintType {
			v, _ := protowire.ConsumeVarint(src[tag:])
			fmt.Fprintf(b, "%s%-9s %-34s field %d: %d\n", indent, spaced(src[:tag]), spaced(src[tag:whole]), n, protowire.DecodeZigZag(v))
		} else {
			v, _ := protowire.ConsumeBytes(src[tag:])
			head := src[:whole-len(v)]
			switch {
			case envelope && n == 10:
				fmt.Fprintf(b, "%s%-9s %-34s field %d, the fact:\n", indent, spaced(head), "", n)
				fields(b, v, indent+"  ", false)
			case bytes.ContainsFunc(v, func(r rune) bool { return r < ' ' || r > '~' }), len(v) > 11:
				fmt.Fprintf(b, "%s%-9s %-34x field %d\n", indent, spaced(head), v, n)
			default:
				fmt.Fprintf(b, "%s%-9s %-34s field %d: %q\n", indent, spaced(head), spaced(v), n, v)
			}
		}
		src = src[whole:]
	}
}

func spaced(v []byte) string { return fmt.Sprintf("% x", v) }
