package nonpaper_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/strings.md again")

const (
	stringsFile = "docs/strings.md"
	stringsFrom = "<!-- From here on written by: go test . -run TestStrings -update -->\n"
)

// silent are packages and files without words for a person: patterns of languages,
// statements to the store, bytes.
var silent = []string{"internal/amend/english", "internal/amend/french", "internal/sqlite/append.go", "internal/sqlite/read.go", "internal/reuse/lexicon.go", "internal/carry/ask.go", "internal/words", "internal/eventlog/logtest"}

// TestStrings holds docs/strings.md to the sources: every string that a person can get
// to see, in one place, so that a new one shows where it is read.
func TestStrings(t *testing.T) {
	page, err := os.ReadFile(stringsFile)
	if err != nil {
		t.Fatal(err)
	}
	before, old, found := strings.Cut(string(page), stringsFrom)
	if !found {
		t.Fatalf("%s lacks the line behind which it is written: %s", stringsFile, stringsFrom)
	}
	var now strings.Builder
	for _, s := range said(t) {
		if len(s.words) == 0 {
			continue
		}
		fmt.Fprintf(&now, "\n## %s\n\n", s.of)
		for _, words := range s.words {
			fmt.Fprintf(&now, "- `%s`\n", strings.ReplaceAll(words, "`", "'"))
		}
	}
	if now.String() == old {
		return
	}
	if !*update {
		t.Fatalf("%s is not what the sources say; go test . -run TestStrings -update writes it again: then read what is new", stringsFile)
	}
	if err := os.WriteFile(stringsFile, []byte(before+stringsFrom+now.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}

// unsaid are words that no string has: they rank, count one against the other, shame, or
// take a side; or they scold the reader. except names the strings that may.
var unsaid = []struct {
	words  string // a regular expression, of whole words
	why    string
	except string // a regular expression
}{
	{`win|wins|won|winners?|losers?|loses?|lost to|victor(y|ies)?|defeat(s|ed)?|beats?|beaten`, "nobody wins or loses", ``},
	{`concessions?|concedes?|conceded|gives? in|gave in|caves? in|backs? down|climbs? down|yields?|capitulat\w+|surrenders?`, "a party that moves gives nothing up by our word", ``},
	{`rank(s|ed|ing)?|scores?|scored|leaderboard|league|top party|most (cooperative|flexible)|least (cooperative|flexible)`, "parties are not ranked", ``},
	{`(percent|per cent|percentage|shares?) of (what|all)|how much each|got (more|less)|ahead on points`, "no shares of what each got", ``},
	{`blam(ed|es|ing)|guilty|culprits?|fault of (the )?part\w+|to blame|suspects?|suspected|leakers?|leaked by|traitors?|responsible for (the )?(failure|delay|leak)`, "nobody is shamed", ``},
	{`refus(es|ed|ing) to|fail(s|ed)? to|insist(s|ed)?|demand(s|ed)|obstruct\w*|intransigen\w+|stubborn|uncooperative|obstinate|hard-?line|reject(s|ed) outright|walk(s|ed) out|block(s|ed) (the )?(text|talks|agreement)`, "what parties do is said without colour", ``},
	{`regime|aggressor|rebels?|terrorists?|puppet|so-called`, "no word of one side", ``},
	{`good news|bad news|unfortunately|fortunately|sadly|hopefully|congratulations|great|awesome|oops|sorry|please note`, "calm and plain", `Please report`},
	{`illegal|abort(ed)?|fatal|kill(ed)?|bad (input|value|request)|invalid (input|argument|value)|user error|you (must|forgot|failed)|stupid|wrong user`, "the reader is not scolded", ``},
	{`utili[sz]e\w*|leverag\w+|in order to|prior to|with regard to|via`, "plain words", ``},
}

// against gives the first rule that words break, "" for none.
func against() func(string) string {
	type rule struct {
		words, except *regexp.Regexp
		why           string
	}
	var rules []rule
	for _, w := range unsaid {
		r := rule{words: regexp.MustCompile(`(?i)\b(?:` + w.words + `)\b`), why: w.why}
		if w.except != "" {
			r.except = regexp.MustCompile(w.except)
		}
		rules = append(rules, r)
	}
	shout := regexp.MustCompile(`\w!(\s|$)`)
	return func(words string) string {
		for _, r := range rules {
			if m := r.words.FindString(words); m != "" && (r.except == nil || !r.except.MatchString(words)) {
				return fmt.Sprintf("%q: %s", m, r.why)
			}
		}
		if shout.MatchString(words) {
			return "it shouts"
		}
		return ""
	}
}

// TestNothingUnneutral holds that no string that a person can get to see has a word that
// ranks, shames, takes a side or scolds, and that none shouts.
func TestNothingUnneutral(t *testing.T) {
	all, broken := 0, against()
	for _, s := range said(t) {
		for _, words := range s.words {
			all++
			if why := broken(words); why != "" {
				t.Errorf("%s: %q has %s", s.of, words, why)
			}
		}
	}
	if all < 1000 {
		t.Errorf("only %d strings were read", all)
	}
	for _, words := range []string{"ALD wins point 7", "BOR made concessions", "ALD ranks first", "40 percent of what BOR wanted", "The delay: CAD is to blame", "DOV refuses to sign",
		"the so-called agreement", "Unfortunately nothing was found", "Fatal: bad input", "in order to utilise it", "Done!"} {
		if broken(words) == "" {
			t.Errorf("%q breaks no rule", words)
		}
	}
}

// strung are the strings of one package.
type strung struct {
	of    string
	words []string
}

// said reads the strings out of the sources: literals that hold words, the helps of
// flags and commands, and the words of the page's template.
func said(t *testing.T) (out []strung) {
	t.Helper()
	add := func(of, words string) {
		if n := len(out); n == 0 || out[n-1].of != of {
			out = append(out, strung{of: of})
		}
		s := &out[len(out)-1]
		if words = strings.Join(strings.Fields(words), " "); isWords(words) && !slices.Contains(s.words, words) {
			s.words = append(s.words, words)
		}
	}
	blank := regexp.MustCompile(`(?s)\{\{.*?\}\}|<[^>]*>`)
	labels := regexp.MustCompile(`(?:aria-label|title|alt)="([^"{]+)"`)
	err := filepath.WalkDir("internal", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name = filepath.ToSlash(name)
		of := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(name)), "internal/")
		switch {
		case slices.ContainsFunc(silent, func(p string) bool { return strings.HasPrefix(name, p) }), strings.HasSuffix(name, "_test.go"):
		case strings.HasSuffix(name, ".go"):
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				return err
			}
			literals(f, func(words string) { add(of, words) })
		case strings.HasSuffix(name, ".tmpl"):
			src, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			for _, text := range blank.Split(string(src), -1) {
				add(of, text)
			}
			for _, m := range labels.FindAllStringSubmatch(string(src), -1) {
				add(of, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// literals gives the string literals of a file, but for import paths, expressions for
// matching, and of tags all but the help.
func literals(f *ast.File, give func(string)) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			if n.Tag != nil {
				if tag, err := strconv.Unquote(n.Tag.Value); err == nil {
					give(reflect.StructTag(tag).Get("help"))
				}
			}
			return n.Tag == nil
		case *ast.CallExpr:
			if s, is := n.Fun.(*ast.SelectorExpr); is && (strings.HasPrefix(s.Sel.Name, "MustCompile") || isNamed(s.X, "pattern") && s.Sel.Name == "New") {
				return false
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				if s, err := strconv.Unquote(n.Value); err == nil {
					give(s)
				}
			}
		}
		return true
	})
}

// read matches what is to be read: two words, or a sentence's beginning.
var read = regexp.MustCompile(`\pL{2,}[^<>{}]* [^<>{}]*\pL{2,}|\pL{3,}[.:,;] |^ ?\pL{4,}[.:]`)

// isWords reports whether a string holds something to be read, and is no statement to the
// store and nothing that goes into a hash.
func isWords(s string) bool {
	return read.MatchString(s) && !strings.Contains(s, "\x00") && !strings.HasPrefix(s, "SELECT") && !strings.HasPrefix(s, "CREATE") && !strings.HasPrefix(s, "PRAGMA")
}

func isNamed(x ast.Expr, name string) bool {
	id, is := x.(*ast.Ident)
	return is && id.Name == name
}
