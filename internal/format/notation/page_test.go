package notation

import (
	"reflect"
	"testing"

	"nonpaper/internal/bracket"
	"nonpaper/internal/collate"
	"nonpaper/internal/compile"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/marked"
	"nonpaper/internal/plan"
	"nonpaper/internal/styles"
)

// readPage reads a page of Markdown as anybody's bracketed text is read.
func readPage(t interface{ Fatalf(string, ...any) }, page string, parties []ident.Code) bracket.Text {
	m, err := markdown.ReadMarked([]byte(page), parties)
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, p := range m.Marks.Problems {
		t.Fatalf("%+v\n%s", p, page)
	}
	text, _ := marked.Text(marked.Input{Text: m.Text, Origins: m.Origins, Marks: m.Marks})
	return text
}

// bareOf is a wording with those who are printed alone.
func bareOf(w bracket.Wording) bracket.Wording {
	var out bracket.Wording
	for _, it := range w {
		if it.Bracket != nil {
			b := &bracket.Bracket{}
			for _, v := range it.Bracket.Variants {
				by := v.By
				if len(by) == 0 {
					by = nil
				}
				b.Variants = append(b.Variants, bracket.Variant{By: by, Wording: bareOf(v.Wording)})
			}
			it.Bracket = b
		}
		out = append(out, it)
	}
	return out
}

// pageComesBack checks that a text as a page of Markdown is read by the reader of
// all bracketed texts as it was, and printed again to the letter.
func pageComesBack(t interface{ Fatalf(string, ...any) }, text bracket.Text, s Style) {
	once := Markdown(text, s, false, "")
	again := readPage(t, once, text.Parties)
	if twice := Markdown(again, s, false, ""); twice != once {
		t.Fatalf("%s: %s", s, firstDifference(once, twice))
	}
	if len(again.Points) != len(text.Points) {
		t.Fatalf("%s: %d points, not %d", s, len(again.Points), len(text.Points))
	}
	for i := range text.Points {
		was, is := &text.Points[i], &again.Points[i]
		for _, x := range []struct{ was, is bracket.Wording }{{was.Heading, is.Heading}, {was.Wording, is.Wording}} {
			if s == Options {
				if got, want := styles.ListOptions(x.is), styles.ListOptions(x.was); !reflect.DeepEqual(got, want) {
					t.Fatalf("%s: point %s has options %q, want %q", s, was.ID, got, want)
				}
				continue
			}
			if got, want := bareOf(x.is), bareOf(printed(x.was)); !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: point %s is read as\n%s\nwant\n%s\n%s", s, was.ID, dump(got), dump(want), Write(x.was, s, nil))
			}
		}
		for _, c := range was.Speaks {
			if got, want := styles.Reading(is.Wording, c), styles.Reading(was.Wording, c); got != want {
				t.Fatalf("%s: %s reads point %s as\n%q, want\n%q", s, c, was.ID, got, want)
			}
		}
	}
}

func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(i-80, 0)
	return "first " + a[from:min(len(a), i+120)] + "\nagain " + b[from:min(len(b), i+120)]
}

func TestPagesComeBack(t *testing.T) {
	for name, text := range map[string]bracket.Text{"november": november(t), "meridian": meridian(t)} {
		for _, s := range attributed {
			t.Run(name+" "+string(s), func(t *testing.T) { pageComesBack(t, text, s) })
		}
	}
}

func TestAmendmentPagesComeBack(t *testing.T) {
	provisions(t, func(texts []string) {
		in := compile.Input{Base: one(texts[0]), Grain: collate.Phrase}
		for i, s := range texts[1:] {
			in.Versions = append(in.Versions, compile.Version{Code: code("P", i), Text: one(s)})
		}
		text, _, err := compile.Texts(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range attributed {
			pageComesBack(t, text, s)
		}
	})
}

func one(s string) plan.Text {
	return plan.Text{Title: "Provision", Points: []plan.Point{{ID: "p1", Number: "1", Kind: plan.KindPoint, Heading: "Provision", Body: s}}}
}
