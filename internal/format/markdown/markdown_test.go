package markdown

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

// scraps are what texts are made of, and what they are not made of.
var scraps = strings.Split(`### 6. Size {#p6}|## Part II. Security|# Plan|7. [deleted]|### 7. [deleted]|Article 3|Article 3. Guarantees|3 bis. Also|
(a) the plant;|(b) and|(i) inner|1. one|2. two|3. three|- bullet|* star|• dot|the Parties shall|withdraw.|25 km|600,000|[^1]: a note|[^1]|
---|title: x|complete: true|<!-- gone -->|<!--|-->|> quoted|\[x\]|\#|\\|{#x}|{act=delete}|{act=keep}|{act=move after=p6}|{part}|
{kind=annex}|Annex I. Map|Preamble|Definitions|"Party" means|Стаття 3. Гарантії|Пункт 5|المادة 3|第三条 和平|和平。|OP1 Decides|PP2|===|***|| a | b ||
co-|operation|and|Part of the plan|Section|II.|{number="3" heading="x y"}|#|##|###### deep|A. Smith|x² “y”|**6. Bold**|From: x|-- |
| |
|
|
`, "|")

func drawText(t *rapid.T) string {
	var b strings.Builder
	for range rapid.IntRange(0, 25).Draw(t, "n") {
		b.WriteString(rapid.SampledFrom(scraps).Draw(t, "scrap"))
		b.WriteString(rapid.SampledFrom([]string{"\n", "\n\n", " ", "\n\n"}).Draw(t, "end"))
	}
	return b.String()
}

// fixed checks that a text reads back from both canonical forms, and that no
// letter or figure of the source is lost without a word.
func fixed(t interface{ Fatalf(string, ...any) }, src string) {
	text, notes, err := Read([]byte(src))
	if err != nil {
		return
	}
	for name, write := range map[string]func(plan.Text) string{"Markdown": Write, "plain text": WritePlain} {
		out := write(text)
		again, _, err := Read([]byte(out))
		if err != nil {
			t.Fatalf("%s does not read: %v", name, err)
		}
		if why := different(text, again); why != "" {
			t.Fatalf("%s: %s\nsource:\n%s\nwritten:\n%s\nread: %+v\nagain: %+v", name, why, src, out, text, again)
		}
	}
	if len(notes) == 0 && !strings.Contains(src, "{") { // what stands in braces may be attributes
		want, got := figures(src), figures(Write(text))
		if want > got {
			t.Fatalf("%d letters and figures of the source, %d of the text, and no note\nsource:\n%s\ntext: %+v", want, got, src, text)
		}
	}
}

func figures(s string) int {
	n := 0
	for _, r := range words.Normalise(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

func different(a, b plan.Text) string {
	switch {
	case a.Title != b.Title:
		return "another title"
	case a.Complete != b.Complete:
		return "not as complete"
	case len(a.Front) != len(b.Front):
		return "another front matter"
	case len(a.Points) != len(b.Points):
		return "another number of points"
	}
	for i := range a.Front {
		if a.Front[i] != b.Front[i] {
			return "another field " + a.Front[i].Key
		}
	}
	for i := range a.Points {
		if !equal(a.Points[i], b.Points[i]) {
			return "another point " + a.Points[i].Number
		}
	}
	return ""
}

func TestReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { fixed(t, drawText(t)) })
}

// TestWritesAnything writes texts that no file would give, as JSON may.
func TestWritesAnything(t *testing.T) {
	word := rapid.SampledFrom(append(scraps, "x", "y z"))
	line := rapid.Custom(func(t *rapid.T) string {
		return oneLine(strings.Join(rapid.SliceOfN(word, 0, 3).Draw(t, "words"), " "))
	})
	rapid.Check(t, func(t *rapid.T) {
		text := plan.Text{Title: line.Draw(t, "title")}
		seen := map[string]bool{}
		var notes []plan.Point
		for range rapid.IntRange(0, 5).Draw(t, "points") {
			p := plan.Point{
				Kind:    rapid.SampledFrom([]plan.Kind{plan.KindPoint, plan.KindPreamble, plan.KindAnnex, plan.KindFootnote, plan.KindDefinition}).Draw(t, "kind"),
				Label:   rapid.SampledFrom([]string{"", "", "Article", "Part"}).Draw(t, "label"),
				Number:  rapid.SampledFrom([]string{"", "6", "3 bis", "IV", "x y"}).Draw(t, "number"),
				Heading: line.Draw(t, "heading"),
				Body:    words.Normalise(strings.Join(rapid.SliceOfN(line, 0, 4).Draw(t, "body"), "\n")),
			}
			if inParts(p.Kind) && len(text.Points) > 0 {
				p.Part, p.PartLabel = rapid.SampledFrom([]string{"", "Security", "Part"}).Draw(t, "part"), rapid.SampledFrom([]string{"", "Part II"}).Draw(t, "partLabel")
			}
			if deleted().MatchString(p.Heading) || deleted().MatchString(p.Body) {
				continue
			}
			if id := rapid.SampledFrom([]string{"", "p6", "p7"}).Draw(t, "id"); !seen[id] {
				seen[id] = id != ""
			}
			if p.Kind == plan.KindFootnote {
				notes = append(notes, p)
				continue
			}
			text.Points = append(text.Points, p)
		}
		text.Points = append(text.Points, notes...)
		if len(text.Points) == 1 && text.Points[0].Kind == plan.KindPreamble {
			return
		}
		for name, write := range map[string]func(plan.Text) string{"Markdown": Write, "plain text": WritePlain} {
			out := write(text)
			again, _ := read(out)
			if why := different(text, again); why != "" {
				t.Fatalf("%s: %s\nwritten:\n%s\ntext: %+v\nagain: %+v", name, why, out, text, again)
			}
		}
	})
}

func seeds(f *testing.F) {
	f.Add([]byte(strings.Join(scraps, "\n\n")))
	f.Add([]byte(strings.Join(scraps, "\n")))
	for _, name := range []string{"us-28.md", "e3.md", "eu24.md", "draft-20.md"} {
		src, err := os.ReadFile(filepath.Join("../../../examples/november-2025", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
		text, _ := read(string(src))
		f.Add([]byte(WritePlain(text)))
	}
}

func FuzzRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte) { fixed(t, string(src)) })
}
