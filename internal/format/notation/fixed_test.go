package notation

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/bracket"
	"nonpaper/internal/collate"
	"nonpaper/internal/compile"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/marks"
	"nonpaper/internal/plan"
	"nonpaper/internal/styles"
	"nonpaper/internal/words"
)

// shared is where the real input lies, beside the project's folder.
const shared = "../../../../shared/data"

// comesBack checks that what is written in a style is read as it was, with all who
// are printed, that every text reads the same along it, and that it is written
// again to the letter.
func comesBack(t interface{ Fatalf(string, ...any) }, w bracket.Wording, s Style) {
	once := Write(w, s, nil)
	again, err := ReadStyle(once, s)
	if err != nil {
		t.Fatalf("%s: %v\n%s", s, err, once)
	}
	if twice := Write(again, s, nil); twice != once {
		t.Fatalf("%s:\nwritten %s\nagain   %s", s, once, twice)
	}
	for c := range codesOf(w) {
		if got, want := styles.Reading(again, c), styles.Reading(w, c); got != want {
			t.Fatalf("%s: %s reads\n%q, want\n%q\n%s", s, c, got, want, once)
		}
	}
	if s == Options {
		if got, want := styles.ListOptions(again), styles.ListOptions(w); !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: options %+v, want %+v", s, got, want)
		}
		return
	}
	if again, want := bareOf(again), bareOf(printed(w)); !reflect.DeepEqual(again, want) {
		t.Fatalf("%s: read as\n%s\nwant\n%s\n%s", s, dump(again), dump(want), once)
	}
}

func dump(w bracket.Wording) string {
	b, _ := json.Marshal(w)
	return string(b)
}

func codesOf(w bracket.Wording) map[ident.Code]bool {
	codes := map[ident.Code]bool{ident.Base: true}
	w.Brackets(func(b *bracket.Bracket) bool {
		for _, v := range b.Variants {
			for _, c := range v.Holders {
				codes[c] = true
			}
		}
		return true
	})
	return codes
}

// printed is what of a wording stands on paper: the variants with words, with those
// who are printed at them, and behind them who has no words there.
func printed(w bracket.Wording) bracket.Wording {
	var out bracket.Wording
	for _, it := range w {
		if it.Bracket == nil {
			out = append(out, it)
			continue
		}
		to := &bracket.Bracket{}
		var none *bracket.Variant
		said := false
		for _, v := range it.Bracket.Variants {
			by := v.By
			if len(by) == 0 {
				by = nil
			}
			v = bracket.Variant{By: by, Holders: by, Wording: printed(v.Wording)}
			if len(v.Wording) == 0 {
				none = &v
				said = said || len(by) > 0
				continue
			}
			to.Variants = append(to.Variants, v)
		}
		if none != nil && (said || len(to.Variants) == 1) {
			to.Variants = append(to.Variants, *none)
		}
		out = append(out, bracket.Item{Bracket: to})
	}
	return out
}

var attributed = []Style{Conference, Trade, Options}

// provisions calls f with the base and the versions of every real provision.
func provisions(t *testing.T, f func(texts []string)) {
	file, err := os.Open(filepath.Join(shared, "amendments.jsonl"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the real input (../shared/data beside the project) is missing")
		}
		t.Skip("the real input (../shared/data beside the project) is not here")
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<26)
	n := 0
	for lines.Scan() {
		var r struct {
			Base     string
			Versions []struct{ Text string }
		}
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		texts := []string{words.Normalise(r.Base)}
		for _, v := range r.Versions {
			texts = append(texts, words.Normalise(v.Text))
		}
		f(texts)
		n++
	}
	if n < 250 {
		t.Errorf("only %d provisions were read", n)
	}
}

func TestAmendmentsComeBack(t *testing.T) {
	n, hard, brackets := 0, 0, 0
	provisions(t, func(texts []string) {
		for _, grain := range []collate.Grain{collate.Phrase, collate.Word} {
			w := compiledFor(t, "QX", grain, n%2 == 0, texts...)
			for _, s := range attributed {
				comesBack(t, w, s)
			}
			brackets += w.Count()
			once := Write(w, Conference, nil)
			hard += strings.Count(once, string(marks.HardBlank)) + strings.Count(once, string(marks.Joiner))
			namesNobody(t, w)
		}
		n++
	})
	t.Logf("%d provisions, %d brackets, %d blanks that the rules do not give", n, brackets, hard)
	if hard*50 > brackets {
		t.Errorf("%d of %d brackets have a blank that has to be marked", hard, brackets)
	}
}

// namesNobody checks that the unattributed wording has only words of the texts.
func namesNobody(t interface{ Fatalf(string, ...any) }, w bracket.Wording) {
	if un := Write(w, Unattributed, nil); strings.Contains(un, "QX") {
		t.Fatalf("a party is named: %s", un)
	}
}

// example compiles an example's base and versions.
func example(t testing.TB, dir, base string, versions map[ident.Code]string) bracket.Text {
	t.Helper()
	read := func(name string) plan.Text {
		src, err := os.ReadFile(filepath.Join("../../../examples", dir, name))
		if err != nil {
			t.Fatal(err)
		}
		text, _, err := markdown.Read(src)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	in := compile.Input{Base: read(base)}
	for code, name := range versions {
		in.Versions = append(in.Versions, compile.Version{Code: code, Text: read(name), Retain: code == "BOR"})
	}
	out, _, err := compile.Texts(in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func november(t testing.TB) bracket.Text {
	return example(t, "november-2025", "us-28.md", map[ident.Code]string{"E3": "e3.md", "EU24": "eu24.md", "D20": "draft-20.md"})
}

func meridian(t testing.TB) bracket.Text {
	return example(t, "meridian-lakes", "framework.md", map[ident.Code]string{"ALD": "ald.md", "BOR": "bor.md", "CAD": "cad.md"})
}

func TestExamplesComeBack(t *testing.T) {
	for _, text := range []bracket.Text{november(t), meridian(t)} {
		for _, p := range text.Points {
			for _, s := range attributed {
				comesBack(t, p.Heading, s)
				comesBack(t, p.Wording, s)
			}
		}
	}
}

var vocabulary = strings.Fields(`the of and , . ; a b c war peace 25 km 600,000 [ ] / - – \ \[ \/ ZZ1 ZZ2, (a) "x" 和平 不 не . мир سلام ، Option 1: No text (ZZ1): propose: delete retain oppose ( “ ”`)

// TestCompiledComesBack draws versions of a base, and compiles them.
func TestCompiledComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(vocabulary)
		base := rapid.SliceOfN(word, 0, 15).Draw(t, "base")
		texts := []string{strings.Join(base, " ")}
		for range rapid.IntRange(1, 4).Draw(t, "n") {
			var out []string
			for _, w := range base {
				switch rapid.IntRange(0, 5).Draw(t, "edit") {
				case 0:
				case 1:
					out = append(out, w, word.Draw(t, "in"))
				case 2:
					out = append(out, word.Draw(t, "instead"))
				default:
					out = append(out, w)
				}
			}
			texts = append(texts, strings.Join(out, rapid.SampledFrom([]string{" ", " ", "\n", ""}).Draw(t, "glue")))
		}
		w := compiledFor(t, "ZZ", rapid.SampledFrom([]collate.Grain{collate.Phrase, collate.Word}).Draw(t, "grain"), rapid.Bool().Draw(t, "retain"), texts...)
		for _, s := range attributed {
			comesBack(t, w, s)
		}
	})
}

// drawWording draws a wording for some holders, with brackets in brackets, whose
// readings are any words: blanks fall where no compiled text has them.
func drawWording(t *rapid.T, count *int, holders []ident.Code, depth int, empty bool) bracket.Wording {
	var out bracket.Wording
	n := rapid.IntRange(1, 3).Draw(t, "items")
	if empty && rapid.IntRange(0, 3).Draw(t, "empty") == 0 {
		return nil
	}
	for range n {
		if depth < 5 && len(holders) > 1 && rapid.Bool().Draw(t, "bracket") {
			out = append(out, bracket.Item{Bracket: drawBracket(t, count, holders, depth+1)})
			continue
		}
		words := strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, 3).Draw(t, "words"), " ")
		if depth > 0 { // no two variants read the same
			*count++
			words += fmt.Sprintf(" w%d", *count)
		}
		if rapid.IntRange(0, 2).Draw(t, "lead") > 0 {
			words = " " + words
		}
		if rapid.IntRange(0, 3).Draw(t, "tail") == 0 {
			words += rapid.SampledFrom([]string{" ", "\n"}).Draw(t, "end")
		}
		if k := len(out) - 1; k >= 0 && out[k].Bracket == nil {
			out[k].Words += words
		} else {
			out = append(out, bracket.Item{Words: words})
		}
	}
	return out
}

func drawBracket(t *rapid.T, count *int, holders []ident.Code, depth int) *bracket.Bracket {
	k := rapid.IntRange(2, len(holders)).Draw(t, "variants")
	parts := make([][]ident.Code, k)
	for i, h := range holders {
		at := i
		if i >= k {
			at = rapid.IntRange(0, k-1).Draw(t, "at")
		}
		parts[at] = append(parts[at], h)
	}
	b := &bracket.Bracket{}
	none := false
	for _, part := range parts {
		v := bracket.Variant{Holders: part, By: part, Wording: drawWording(t, count, part, depth, !none)}
		if part[0] == ident.Base && rapid.Bool().Draw(t, "silent") {
			v.By = part[:1] // the others did not address the place
		}
		none = none || len(v.Wording) == 0
		b.Variants = append(b.Variants, v)
	}
	return b
}

// TestDrawnComesBack draws bracketed texts to depth 5 that nobody compiled.
func TestDrawnComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		holders := []ident.Code{ident.Base}
		for i := range rapid.IntRange(1, 6).Draw(t, "parties") {
			holders = append(holders, ident.Code(fmt.Sprintf("ZZ%d", i+1)))
		}
		w := drawWording(t, new(int), holders, 0, false)
		for _, s := range []Style{Conference, Trade} {
			comesBack(t, w, s)
		}
		// an option is a whole wording, which no blank begins or ends
		whole := bracket.Wording{{Words: "begins"}}
		for _, it := range w {
			if last := &whole[len(whole)-1]; it.Bracket == nil && last.Bracket == nil {
				last.Words += it.Words
				continue
			}
			whole = append(whole, it)
		}
		if last := &whole[len(whole)-1]; last.Bracket == nil {
			last.Words += " ends"
		} else {
			whole = append(whole, bracket.Item{Words: " ends"})
		}
		comesBack(t, whole, Options)
	})
}

// BenchmarkStyles writes the texts of November 2025, 28 points and three rivals, as a
// page in each style.
func BenchmarkStyles(b *testing.B) {
	text := november(b)
	for _, s := range styles.All {
		b.Run(string(s), func(b *testing.B) {
			for b.Loop() {
				_ = Text(text, Page{Style: s})
			}
		})
	}
}
