package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/fault"
)

// elements reads an SVG strictly and gives its elements' names and texts.
func elements(t interface{ Fatal(...any) }, svg string) (names map[string]int, texts []string) {
	names = map[string]int{}
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return names, texts
		}
		if err != nil {
			t.Fatal(err, svg)
		}
		switch x := token.(type) {
		case xml.StartElement:
			names[x.Name.Local]++
			for _, a := range x.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" {
					t.Fatal("attribute", a)
				}
			}
		case xml.CharData:
			texts = append(texts, string(x))
		}
	}
}

// TestColumns checks for all charts that the SVG is sound, that no script or
// link is in it, and that each figure of the table stands in it.
func TestColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "columns")
		words := rapid.StringMatching(`[A-Za-z<>&"' \x{410}-\x{42f}]{0,12}`)
		c := Columns{Title: words.Draw(t, "title"), Desc: words.Draw(t, "desc"), Labels: rapid.SliceOfN(words, n, n).Draw(t, "labels")}
		for range rapid.IntRange(1, 5).Draw(t, "series") {
			s := Series{Name: words.Draw(t, "name"), Beside: rapid.Bool().Draw(t, "beside")}
			for range n {
				s.Values = append(s.Values, float64(rapid.IntRange(0, 3000).Draw(t, "value")))
			}
			c.Series = append(c.Series, s)
		}
		svg, err := c.SVG()
		if err != nil {
			t.Fatal(err)
		}
		names, texts := elements(t, svg)
		if names["title"] < 1 || names["desc"] != 1 || names["script"]+names["a"]+names["image"]+names["foreignObject"] > 0 {
			t.Fatal(names)
		}
		all := strings.Join(texts, "\n")
		for _, row := range c.Rows()[1:] {
			for _, cell := range row[1:] {
				if !strings.Contains(all, cell) {
					t.Fatalf("%q is not in the chart", cell)
				}
			}
		}
	})
}

func TestScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.Float64Range(1, 1e9).Draw(t, "most")
		step, end := scale(most)
		if end < most || step <= 0 || end/step > mostLines+1.5 || end > most+2*step {
			t.Fatalf("up to %v: steps of %v to %v", most, step, end)
		}
	})
}

func TestRefuses(t *testing.T) {
	good := Columns{Labels: []string{"a"}, Series: []Series{{Name: "x", Values: []float64{1}}}}
	for name, spoil := range map[string]func(*Columns){
		"no columns": func(c *Columns) { c.Labels = nil },
		"negative":   func(c *Columns) { c.Series[0].Values[0] = -1 },
		"no number":  func(c *Columns) { c.Series[0].Values[0] = math.NaN() },
		"too few":    func(c *Columns) { c.Series[0].Values = nil },
		"cells":      func(c *Columns) { c.Extra = []Extra{{Name: "y"}} },
		"series":     func(c *Columns) { c.Series = make([]Series, 6) },
		"columns":    func(c *Columns) { c.Labels = make([]string, 61) },
	} {
		c := good
		c.Series = []Series{{Name: "x", Values: []float64{1}}}
		spoil(&c)
		if _, err := c.SVG(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
