package html

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strings"
	"testing"

	"nonpaper/internal/chart"
	"nonpaper/internal/ident"
)

// someLeaf is a page with every kind of thing on it.
func someLeaf(t testing.TB) Leaf {
	t.Helper()
	c := chart.Columns{Title: "Brackets", Desc: "Brackets in each text.", Labels: []string{"Text 1", "Text <2>"}, ID: "texts", Series: []chart.Series{{Name: "brackets", Values: []float64{3, 0}}, {Name: "others", Values: []float64{1, 2}}}}
	svg, err := c.OnPage()
	if err != nil {
		t.Fatal(err)
	}
	g := Grid{Title: "Where the parties stand", Note: "latest position", Parties: []ident.Code{"ALD", "BOR"}, Names: []string{"Aldmark", "Borrin <&>"}, Apart: true, Earlier: true, Hint: "A hint."}
	for part := range 2 {
		p := GridPart{Title: fmt.Sprintf("Part %d", part+1)}
		for i := range 20 {
			q := GridPoint{Number: fmt.Sprint(20*part + i + 1), Heading: "Opening <of> roads", Status: "2 brackets", Brackets: 2}
			if i%3 > 0 {
				q.State, q.Status = []State{StateAgreed, StateAdRef, StateSome, StateNone, StateParked, StateDeleted}[i%6], "agreed & more"
			}
			for k := range 2 {
				q.Cells = append(q.Cells, GridCell{Best: (i + k) % 6, Worst: (i + k) % 6, Said: positionNames[(i+k)%6], Apart: i%5 == 0 && k == 0, Earlier: i%7 == 0})
			}
			q.Cells[1].Best, q.Cells[1].Worst, q.Cells[1].Said = i%3, 3+i%2, "mixed: supports 2a; needs change in 2b"
			p.Points = append(p.Points, q)
		}
		g.Parts = append(g.Parts, p)
	}
	return Leaf{Title: "Lake <talks>", Lines: []string{"Text 2, compilation."}, Notice: "A notice.", Private: "Secretariat only. No delegation can see this page.", Parties: []ident.Code{"ALD", "BOR"}, Charts: true, Wide: true,
		Facts: []Fact{{"11", "of 28", "provisionally agreed"}, {"5 days", "", "to 27 Nov <2026>"}}, Grid: &g, Left: []string{"7 of 25 things that happened (nonpaper record)."},
		Sections: []LeafSection{
			{Title: "Next meeting", Span: 2, Words: []string{"Plenary 9, Lake <Hall>"}, Rows: [][]Cell{{{Words: "with"}, {Codes: []ident.Code{"ALD", "ZZZ"}}}}},
			{Title: "Waiting for", Note: "ourselves first", Span: 4, Head: []string{"Who", "What", "By"}, Rows: [][]Cell{{{Words: "secretariat"}, {Words: "say <what> became of it"}, {Words: "25 Nov", Due: true}}, {{Codes: []ident.Code{"BOR"}}, {Words: "confirm"}}}},
			{Title: "Brackets", SVG: template.HTML(svg), Head: []string{"Text", "brackets"}, Rows: [][]Cell{{{Words: "Text 1"}, {Words: "3"}}}},
			{Title: "Road", Road: []Day{{Name: "Sun 22, today", Today: true}, {Name: "Mon 23", Items: []Stop{{Meeting: true, What: "Plenary <9>", Small: "10:00"}, {What: "confirms", Codes: []ident.Code{"BOR"}}}}}},
		}}
}

func leafPage(t testing.TB, l Leaf) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteLeaf(&b, l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLeaf(t *testing.T) {
	page := leafPage(t, someLeaf(t))
	wellFormed(t, page)
	if page != leafPage(t, someLeaf(t)) {
		t.Error("the same leaf gives other bytes")
	}
	body := page[strings.Index(page, "</style>"):]
	if strings.Contains(page, "<script") || strings.Contains(page, " style=") || strings.Count(page, "<style") != 1 {
		t.Error("a script, or a style of its own")
	}
	for _, words := range []string{"Lake &lt;talks&gt;", "Opening &lt;of&gt; roads", "Borrin &lt;&amp;&gt;", "say &lt;what&gt; became", "Plenary &lt;9&gt;"} {
		if !strings.Contains(body, words) {
			t.Errorf("the page lacks %q", words)
		}
	}
	if n := strings.Count(body, "A notice."); n != 2 {
		t.Errorf("the notice stands %d times, want 2", n)
	}
	// the picture has a twin in words: every cell stands in both
	if in, twin := strings.Count(body, `<span class="vh">mixed: supports 2a`), strings.Count(body, `<td>mixed: supports 2a`); in != 40 || twin != 40 {
		t.Errorf("of 40 mixed cells %d are marks and %d words", in, twin)
	}
	shared := someLeaf(t)
	shared.Private, shared.Who = "", "Plenary room. Everybody there may see this page."
	if page := leafPage(t, shared); !strings.Contains(page, `<div class="shared">`) || strings.Contains(page, `<div class="private">`) || strings.Contains(page, `href="#lock"`) {
		t.Error("what is shared looks private")
	}
	if page := leafPage(t, Leaf{Title: "Nothing", OnePage: true}); !strings.Contains(page, "size:A4;margin") {
		t.Error("a page without anything")
	}
}

func TestLeafAxe(t *testing.T) {
	axe(t, leafPage(t, someLeaf(t)))
	one := someLeaf(t)
	one.OnePage, one.Wide, one.Grid, one.Charts, one.Private, one.Who = true, false, nil, false, "", "Those who sit in the rooms."
	axe(t, leafPage(t, one), desk, phoneDark)
}

// BenchmarkLeaf is a page of 400 points and 30 parties.
func BenchmarkLeaf(b *testing.B) {
	l := someLeaf(b)
	g := *l.Grid
	g.Parties, g.Names = nil, nil
	for i := range 30 {
		g.Parties = append(g.Parties, ident.Code(fmt.Sprintf("P%02d", i)))
	}
	l.Parties = g.Parties
	g.Parts = nil
	for part := range 8 {
		p := GridPart{Title: "Part"}
		for i := range 50 {
			q := GridPoint{Number: fmt.Sprint(part*50 + i), Heading: "Opening of the roads", Status: "3 brackets", Brackets: 3}
			for k := range 30 {
				q.Cells = append(q.Cells, GridCell{Best: (i + k) % 6, Worst: (i + k) % 6, Said: positionNames[(i+k)%6]})
			}
			p.Points = append(p.Points, q)
		}
		g.Parts = append(g.Parts, p)
	}
	l.Grid = &g
	for b.Loop() {
		if err := WriteLeaf(io.Discard, l); err != nil {
			b.Fatal(err)
		}
	}
}
