package chart

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestOnPage checks charts on a page: well formed for any words, each value told, every name
// in the document its own, no style of its own.
func TestOnPage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, maxColumns).Draw(t, "columns")
		c := Columns{Title: rapid.String().Draw(t, "title"), Desc: rapid.String().Draw(t, "desc"), ID: "one"}
		for range n {
			c.Labels = append(c.Labels, rapid.String().Draw(t, "label"))
		}
		total := 0
		for i := range rapid.IntRange(1, len(patterns)).Draw(t, "series") {
			s := Series{Name: fmt.Sprintf("sort %d", i)}
			for range n {
				v := rapid.IntRange(0, 900).Draw(t, "value")
				if v > 0 {
					total++
				}
				s.Values = append(s.Values, float64(v))
			}
			c.Series = append(c.Series, s)
		}
		svg, err := c.OnPage()
		if err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal([]byte(svg), new(struct{})); err != nil {
			t.Fatalf("no XML: %v", err)
		}
		if got := strings.Count(svg, `<rect class="bar"`) - len(c.Series); got != total { // the key has one each
			t.Fatalf("%d bars for %d values", got, total)
		}
		if strings.Contains(svg, "<style") || strings.Contains(svg, "style=") && !strings.Contains(c.Title+c.Desc+strings.Join(c.Labels, ""), "style=") {
			t.Fatal("a style of its own")
		}
		if strings.Contains(svg, `id="chart`) {
			t.Fatal("a name that another chart on the page may have")
		}
	})
}
