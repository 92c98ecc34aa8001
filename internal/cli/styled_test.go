package cli

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/bracket"
	"nonpaper/internal/compile"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/styles"
	"nonpaper/internal/words"
)

// markedParty is a code that no text has among its words.
func markedParty(i int) ident.Code { return ident.Code(fmt.Sprintf("QZX%d", i+1)) }

// drawMarked draws a text compiled from versions whose parties, titles and
// identifiers of points say whose they are.
func drawMarked(t *rapid.T) bracket.Text {
	vocabulary := strings.Fields("the of and 25 km days. shall not withdraw ( ) [x] - / open Option 1:")
	some := func(label string) string {
		return words.Normalise(strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, 12).Draw(t, label), " "))
	}
	in := compile.Input{Base: plan.Text{Title: "A plan"}}
	for i := range rapid.IntRange(1, 3).Draw(t, "points") {
		in.Base.Points = append(in.Base.Points, plan.Point{ID: ident.Point(fmt.Sprintf("p%d", i+1)), Number: fmt.Sprint(i + 1), Kind: plan.KindPoint, Heading: some("heading"), Body: some("body")})
	}
	for i := range rapid.IntRange(2, 9).Draw(t, "parties") {
		v := compile.Version{Code: markedParty(i), Retain: rapid.Bool().Draw(t, "retain"), Text: plan.Text{Title: "Text of " + string(markedParty(i))}}
		for _, p := range in.Base.Points {
			switch rapid.IntRange(0, 3).Draw(t, "does") {
			case 0:
				continue
			case 1:
				p.Act, p.Body = plan.ActDelete, ""
			case 2:
				p.Body = some("other")
			}
			v.Text.Points = append(v.Text.Points, p)
		}
		if rapid.Bool().Draw(t, "adds") {
			v.Text.Points = append(v.Text.Points, plan.Point{ID: ident.Point(markedParty(i)) + "-new", Number: "9", Kind: plan.KindPoint, Heading: some("new"), Body: some("added")})
		}
		in.Versions = append(in.Versions, v)
	}
	out, _, err := compile.Texts(in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestNamesNobodyElse checks that a paper that names one party or none has no
// other's code anywhere: in words, legend, attributes, identifiers or JSON.
func TestNamesNobodyElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawMarked(t)
		style := rapid.SampledFrom(styles.All).Draw(t, "style")
		for _, as := range []string{"text", "markdown", "html", "json"} {
			own := rapid.SampledFrom(text.Parties).Draw(t, "own")
			s := inStyle{Style: string(style), Own: string(own)}
			for _, alone := range []bool{true, false} {
				if !alone {
					if s.Own = ""; style != styles.Unattributed || as == "json" {
						continue
					}
				}
				out, err := s.print(text, nil, as, 80)
				if err != nil {
					t.Fatal(err)
				}
				left := string(out)
				if alone {
					left = strings.ReplaceAll(left, string(own), "")
				}
				if at := strings.Index(left, "QZX"); at >= 0 {
					t.Fatalf("--style %s --own %s --as %s names another: %s", style, s.Own, as, left[max(at-200, 0):min(len(left), at+40)])
				}
			}
		}
	})
}

// TestStylesKeepEveryWording checks that every wording of every bracket stands in
// each style, with names and without.
func TestStylesKeepEveryWording(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawMarked(t)
		every := []styles.Style{styles.Conference, styles.Trade, styles.Unattributed, styles.Options, styles.Columns, styles.Colour}
		style := rapid.SampledFrom(every).Draw(t, "style")
		own := rapid.SampledFrom([]string{"", string(text.Parties[0])}).Draw(t, "own")
		s := inStyle{Style: string(style), Own: own}
		for _, as := range []string{"text", "markdown", "html"} {
			out, err := s.print(text, nil, as, 0)
			if err != nil {
				t.Fatal(err)
			}
			page := plainSigns(string(out))
			for _, p := range text.Points {
				for _, w := range []bracket.Wording{p.Heading, p.Wording} {
					w.Brackets(func(b *bracket.Bracket) bool {
						for _, v := range b.Variants {
							for _, it := range v.Wording {
								for _, word := range strings.Fields(it.Words) {
									if !strings.Contains(page, plainSigns(word)) {
										t.Fatalf("%s as %s lacks %q of %s", style, as, word, b.Number)
									}
								}
							}
						}
						return true
					})
				}
			}
		}
	})
}

// plainSigns takes away what styles put before literal signs.
func plainSigns(s string) string {
	return strings.NewReplacer(`\`, "", "&#39;", "'", "&amp;", "&").Replace(s)
}
