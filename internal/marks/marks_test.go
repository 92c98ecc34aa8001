package marks

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"nonpaper/internal/ident"
)

// draft reads one of the drafts beside the project.
func draft(t testing.TB, name string) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("../../../shared/data/brackets", name))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return string(src)
}

// fataler is what tests, fuzz targets and rapid have in common.
type fataler interface{ Fatalf(string, ...any) }

// whole checks what must hold of every reading: the leaves of the tree give the
// source back, every node covers its children, every square bracket is accounted
// for once, and whatever has a place has the right one.
func whole(t fataler, r *Read) {
	at := 0
	lines, cols := places(r.Source)
	var cover func(ns []Node, from, to int)
	cover = func(ns []Node, from, to int) {
		here := from
		for i := range ns {
			n := &ns[i]
			if n.From != here || n.To < n.From {
				t.Fatalf("node of kind %d, %d to %d, begins not at %d in %.300q", n.Kind, n.From, n.To, here, r.Source)
			}
			if line, col := lines[n.From], cols[n.From]; line != n.Line || col != n.Col {
				t.Fatalf("node at %d is said to be at %d:%d and is at %d:%d in %.300q", n.From, n.Line, n.Col, line, col, r.Source)
			}
			for _, s := range n.Stances {
				if line, col := lines[s.From], cols[s.From]; line != s.Line || col != s.Col || s.From < from || s.To > n.To {
					t.Fatalf("stance %+v is misplaced in %.300q", s, r.Source)
				}
			}
			if len(n.Children) > 0 {
				cover(n.Children, n.From, n.To)
			} else {
				at = n.To
			}
			here = n.To
		}
		if here != to {
			t.Fatalf("children end at %d, not %d, in %.300q", here, to, r.Source)
		}
	}
	cover(r.Nodes, 0, len(r.Source))
	if at != len(r.Source) {
		t.Fatalf("leaves end at %d of %d", at, len(r.Source))
	}
	if got, want := r.Opened.Sum(), strings.Count(r.Source, "["); got != want {
		t.Fatalf("accounted for %d of %d opening brackets: %+v in %.300q", got, want, r.Opened, r.Source)
	}
	if got, want := r.Shut.Sum(), strings.Count(r.Source, "]"); got != want {
		t.Fatalf("accounted for %d of %d closing brackets: %+v in %.300q", got, want, r.Shut, r.Source)
	}
	brackets := 0
	r.Walk(func(n *Node) bool {
		if n.Kind == Bracket {
			brackets++
			if n.Depth > MaxDepth {
				t.Fatalf("a bracket lies %d deep", n.Depth)
			}
		}
		return true
	})
	if brackets != r.Opened.Text || brackets != r.Shut.Text {
		t.Fatalf("%d brackets in the tree, %d opened and %d closed in %.300q", brackets, r.Opened.Text, r.Shut.Text, r.Source)
	}
	for _, p := range r.Problems {
		if line, col := lines[p.From], cols[p.From]; line != p.Line || col != p.Col {
			t.Fatalf("problem %+v is at %d:%d", p, line, col)
		}
	}
}

// places counts the line and the column of every byte and of the end.
func places(s string) (line, col []int) {
	number, from := 0, 0
	for at := 0; at < len(s); {
		_, next := endAt(s, at)
		number, from = number+1, at
		n := 0
		for i := at; i < next; i++ {
			if i > from && utf8.RuneStart(s[i]) || i > from && !utf8.ValidString(s[from:next]) {
				n = utf8.RuneCountInString(s[from:i])
			}
			line, col = append(line, number), append(col, n+1)
		}
		at = next
	}
	return append(line, max(number, 1)), append(col, utf8.RuneCountInString(s[from:])+1)
}

func TestDrafts(t *testing.T) {
	for _, x := range []struct {
		name         string
		opened, shut Account
	}{
		{"23-oct-2015.md", Account{Text: 1012, Link: 3, Note: 24, Unbalanced: 13}, Account{Text: 1012, Link: 3, Note: 24, Unbalanced: 14}},
		{"9-dec-2015.md", Account{Text: 215, Link: 5, Unbalanced: 2}, Account{Text: 215, Link: 5, Unbalanced: 3}},
		{"12-dec-2015.md", Account{Link: 6}, Account{Link: 6}},
	} {
		r := Of(draft(t, x.name), Setting{})
		if r.Opened != x.opened || r.Shut != x.shut {
			t.Errorf("%s:\ngot  %+v\n     %+v\nwant %+v\n     %+v", x.name, r.Opened, r.Shut, x.opened, x.shut)
		}
		whole(t, r)
	}
}

// outline writes a tree in one line, to compare it.
func outline(r *Read) string {
	var b strings.Builder
	var write func(ns []Node)
	write = func(ns []Node) {
		for i := range ns {
			n := &ns[i]
			switch n.Kind {
			case Words:
				b.WriteString(r.Dialect.Plain(r.Raw(n)))
				continue
			case Mark:
				continue
			case Hidden, Note, Link, Instruction:
				fmt.Fprintf(&b, "<%s %s>", [...]string{Hidden: "hidden", Note: "note", Link: "link", Instruction: "instruction"}[n.Kind], r.Raw(n))
				continue
			}
			name := [...]string{Bracket: "b", Variant: "v", Run: "run", Options: "options", Option: "o" + n.Label}[n.Kind]
			if n.Kind == Bracket {
				name += [...]string{"", "/", "-", ":", "!"}[n.Form] + [...]string{"", "x", "_", "."}[n.Sort]
			}
			for _, s := range n.Stances {
				name += fmt.Sprintf(" %v=%s", s.Parties, s.Verb)
				if s.Kind+s.Pending != "" {
					name += fmt.Sprintf("(%s;%s)", s.Kind, s.Pending)
				}
			}
			b.WriteString("<" + name + "|")
			write(n.Children)
			b.WriteString(">")
		}
	}
	write(r.Nodes)
	for _, p := range r.Problems {
		fmt.Fprintf(&b, " !%s@%d:%d", p.Kind, p.Line, p.Col)
	}
	return b.String()
}

func TestDialects(t *testing.T) {
	for _, x := range []struct{ src, want string }{
		{"a [15 - HAR / 25 - UNI retain / 40 - SEL] km", "a <b-|<v [HAR]=propose|15><v [UNI]=retain|25><v [SEL]=propose|40>> km"},
		{"days[, at once - SEL, CG; HAR delete].", "days<b-|<v [SEL CG]=propose [HAR]=delete|, at once>>."},
		{"[x - EU; PL reserve (scrutiny); SEL reserve pending 14]", "<b-|<v [EU]=propose [PL]=reserve(scrutiny;) [SEL]=reserve(;14)|x>>"},
		{"[x - HAR ad ref; SEL will join consensus; CG flexible; UNI considering; EU oppose; G77 support; US bracket]", "<b-|<v [HAR]=ad ref [SEL]=will join consensus [CG]=flexible [UNI]=considering [EU]=oppose [G77]=support [US]=bracket|x>>"},
		{"[x – HAR]", "<b-|<v [HAR]=propose|x>>"},
		{"[x - EU, Norway; G77 bracket] [x - EU, the Holy See]", "<b-|<v [EU Norway]=propose [G77]=bracket|x>> <b|<v|x - EU, the Holy See>> !unclear-party@1:36"},
		{"[x –EU, the Holy See] [the low -GHG path]", "<b|<v|x –EU, the Holy See>> <b|<v|the low -GHG path>> !unclear-party@1:5"},
		{"[our commitment –EU, US; G77 delete] [x -EU]", "<b-|<v [EU US]=propose [G77]=delete|our commitment>> <b-|<v [EU]=propose|x>>"},
		{"[global low - carbon path]", "<b|<v|global low - carbon path>>"},
		{"[HAR propose: 15] [UNI propose: 25] [SEL propose; HAR oppose: 40] km", "<run|<b:|<v [HAR]=propose|15>><b:|<v [UNI]=propose|25>><b:|<v [SEL]=propose [HAR]=oppose|40>>> km"},
		{"days[SEL/CG propose; HAR oppose: , under x].", "days<b:|<v [SEL CG]=propose [HAR]=oppose|, under x>>."},
		{"[US oppose: chagas] or [US/SG propose; AU/BN oppose: a [PE propose: b] c]", "<b:|<v [US]=oppose|chagas>> or <b:|<v [US SG]=propose [AU BN]=oppose|a <b:|<v [PE]=propose|b>> c>>"},
		{"[CL/NZ propose57: x][US/EU24 propose;JP oppose: y]", "<run|<b:|<v [CL NZ]=propose|x>><b:|<v [US EU24]=propose [JP]=oppose|y>>>"},
		{"[PE//VN propose: x]", "<b|<v|PE//VN propose: x>> !double-stroke@1:2"},
		{"[x - HAR dislike]", "<b|<v|x - HAR dislike>> !unknown-verb@1:6"},
		{"[HAR bracket: x] and [all of it] - SEL.", "<b! [HAR]=bracket|<v|x>> and <b! [SEL]=bracket|<v|all of it>>."},
		{"[15][25][40] km [a] [b]", "<run|<b|<v|15>><b|<v|25>><b|<v|40>>> km <b|<v|a>> <b|<v|b>>"},
		{"[15/25/40] [shall / should do] [and/or] [1/CP.20]", "<b/|<v|15><v|25><v|40>> <b/|<v|shall><v|should do>> <b|<v|and/or>> <b|<v|1/CP.20>>"},
		{"[a [b][c] [d]]", "<b|<v|a <run|<b|<v|b>><b|<v|c>>> <b|<v|d>>>>"},
		{"[X] km by [20XX], [40-70], [placeholder for finance], [year x]", "<bx|<v|X>> km by <bx|<v|20XX>>, <bx|<v|40-70>>, <bx|<v|placeholder for finance>>, <bx|<v|year x>>"},
		{"[deleted] [moved to 17] [intentionally left blank]", "<b_|<v|deleted>> <b_|<v|moved to 17>> <b_|<v|intentionally left blank>>"},
		{"Words. [Agreed ad ref] [subject to legal review] [HAR general reserve]", "Words. <b.|<v|Agreed ad ref>> <b.|<v|subject to legal review>> <b.|<v|HAR general reserve>>"},
		{`a \[b\] \/ \- c`, "a [b] / - c"},
		{"a {placement: annex B} {b [c]} d", "a <instruction {placement: annex B}> <instruction {b [c]}> d"},
		{"# National {#p6 act=move}\n", "# National <hidden {#p6 act=move}>\n"},
		{"see [the text](http://x/[1]) and [a][b] and[^1]\n\n[b]: /x/y\n\n[^1]: Note.", "see <link [the text](http://x/[1])> and <link [a][b]> and<note [^1]>\n\n<hidden [b]: /x/y\n>\n<note [^1]:> Note."},
		{"[paragraph 2](a) [shall](should)", "<b|<v|paragraph 2>>(a) <b|<v|shall>>(should) !unclear-link@1:18"},
		{"a [b\n\nc d", "a [b\n\nc d !unclosed-bracket@1:3"},
		{"a] b [c}", "a] b [c} !unopened-bracket@1:2 !unclosed-bracket@1:6 !stray-brace@1:8"},
		{"[a\n\nb]", "<b|<v|a\n\nb>>"},
		{"1. a [b:\n   1. c;\n   2. d].\n2. e", "1. a <b|<v|b:\n   1. c;\n   2. d>>.\n2. e"},
		{"Option 1: a\n\nOption 2: No text", "<options|<o1|a\n\n><o2|No text>>"},
		{"9. Option 1 (UNI): a. Option 2 (HAR, SEL): b.", "9. <options|<o1 [UNI]=propose|a. ><o2 [HAR SEL]=propose|b.>>"},
		{"**Option 1** (HAR): a\n\n**Option 2:** [b\n\nc]\n", "<options|<o1 [HAR]=propose|a\n\n><o2|<b|<v|b\n\nc>>\n>>"},
		{"Option 1: a\n\n   Option (a): b\n\n   Option (b): c\n\nOption 2: d", "<options|<o1|a\n\n   <options|<o(a)|b\n\n   ><o(b)|c\n\n>>><o2|d>>"},
		{"[Option 1: a]\n\n[Option 2: b]", "<options|<o1|<b|<v|a>>\n\n><o2|<b|<v|b>>>>"},
		{"[Option 1: a\n\nOption 2: b]", "<b|<v|<options|<o1|a\n\n><o2|b>>>>"},
		{"Option 1: [a\n\nOption 2: b]", "<options|<o1|[a\n\n><o2|b]>> !unclosed-bracket@1:11 !unopened-bracket@3:12"},
		{"1. Option 1: a\n\n2. Option 2: b\n", "1. <options|<o1|a\n\n2. ><o2|b\n>>"},
		{"Option 1: a\n\nOption A: b\n\nOption B: c\n\nOption 1: d\n\nOption 2: e", "Option 1: a\n\n<options|<oA|b\n\n><oB|c\n\n>><options|<o1|d\n\n><o2|e>> !lone-option@1:1"},
		{"Option 1 [a]\n\nOption 2 [b]", "<options|<o1|<b|<v|a>>\n\n><o2|<b|<v|b>>>>"},
		{"[Option 1:] a\n\n[Option 2:] b", "<options|<o1|<b|<v|>> a\n\n><o2|<b|<v|>> b>>"},
		{"Option 2: a", "Option 2: a !orphan-option@1:1"},
		{"Option 1: a\n\nb", "Option 1: a\n\nb !lone-option@1:1"},
		{"Option 1: a\n\nOption 3: b", "<options|<o1|a\n\n><o3|b>> !option-order@3:1"},
		{"under option 1: this, and Option 2 too", "under option 1: this, and Option 2 too"},
		{"---\ntitle: [x]\n---\na <!-- [b] --> c", "<hidden ---\ntitle: [x]\n---\n>a <hidden <!-- [b] -->> c"},
		{"{National Treatment}", "<instruction {National Treatment}>"},
	} {
		r := Of(x.src, Setting{})
		whole(t, r)
		if got := outline(r); got != x.want {
			t.Errorf("%q\ngot  %s\nwant %s", x.src, got, x.want)
		}
	}
}

func TestKnownParties(t *testing.T) {
	r := Of("[x - Brazil / y - brazil, Harran]", Setting{Parties: []ident.Code{"Brazil", "Harran", "brazil"}})
	if got, want := outline(r), "<b-|<v [Brazil]=propose|x><v [brazil Harran]=propose|y>>"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestDeep checks that brackets deeper than the bound are one clear problem.
func TestDeep(t *testing.T) {
	r := Of(strings.Repeat("[", 10_000)+"x"+strings.Repeat("]", 10_000), Setting{})
	whole(t, r)
	if len(r.Problems) != 1 || r.Problems[0].Kind != TooDeep || r.Problems[0].Col != MaxDepth+1 {
		t.Errorf("%+v", r.Problems)
	}
	if r.Opened.Text != MaxDepth || r.Opened.Deep != 10_000-MaxDepth {
		t.Errorf("%+v", r.Opened)
	}
}

// TestLongest checks that hostile repetitions are read, each bracket once.
func TestLongest(t *testing.T) {
	for _, s := range []string{"[", "]", "[\n\n", "]\n\n", "[a](", "{", "{[", "[^", "Option 1: ", "\n\nOption 1: [", "[a - ", "[A propose: ", "<!--", "[a]\n\n]", "[^1]:", "\\", "Option 1: \n\nOption A: \n\n", "[Option 1: \n\n", "Option 1: [Option A: \n\n[Option (a): "} {
		r := Of(strings.Repeat(s, 200_000/len(s)), Setting{})
		if got := r.Opened.Sum() + r.Shut.Sum(); got != strings.Count(r.Source, "[")+strings.Count(r.Source, "]") {
			t.Errorf("%q: accounted for %d", s, got)
		}
	}
}

var pieces = []string{
	"[", "]", "[", "]", "[", "]", "{", "}", " - HAR", " - SEL, CG; HAR delete", " / ", "/", "//", "HAR propose: ", "HAR/SEL oppose: ", "words", "15", "X", "deleted",
	"Agreed ad ref", " ", "\n", "\n\n", "\n    ", "\n1. ", "\n2. ", "\n- ", "\n# ", "Option 1: ", "Option 2: ", "**Option 1:** ", "Option (a): ", "Option (b): ", "\nOption 1 (HAR): ",
	"\\", "[^1]", "[^1]: ", "](http://x)", "[b]: /x\n", "][b]", "(", ")", ".", "*", "<!-- ", " -->", "---\n", "é", "和平", "\u2028", "\xff", "{#p1}", "reserve pending 14",
}

func TestWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), "")
		set := Setting{Dialect: rapid.SampledFrom([]Dialect{Any, Any, Any, InConference, InTrade, InOptions}).Draw(t, "dialect")}
		set.Starts = rapid.SliceOfN(rapid.IntRange(1, 20), 0, 3).Draw(t, "starts")
		whole(t, Of(src, set))
	})
}

func FuzzOf(f *testing.F) {
	for _, s := range []string{
		"[15 - HAR / 25 - UNI retain / 40 - SEL] km[, at once - SEL, CG; HAR delete].", "[HAR/SEL propose; UNI oppose: a [b][c]] d",
		"9. Option 1 (UNI): a. Option 2 (HAR, SEL): b.", "1. [a\n\n   Option (a): [b]\n\n   Option (b): c]\n\n2. d", "[a](http://x) [^1] {b [c} d]\n\n[^1]: e",
		"---\na: [b]\n---\n# c {#p1}\n[[[]]] \\[ [X] [20XX] [deleted]", strings.Repeat("[a", 120) + strings.Repeat("]", 110), "> [a\r\n> b]\u2028[c",
	} {
		f.Add(s, uint8(0))
		f.Add(s, uint8(1))
		f.Add(s, uint8(2))
		f.Add(s, uint8(3))
	}
	f.Fuzz(func(t *testing.T, src string, d uint8) {
		if len(src) > 3000 {
			return // the check of places is slow
		}
		whole(t, Of(src, Setting{Dialect: Dialect(d % 4), Starts: []int{1, 3}}))
	})
}
