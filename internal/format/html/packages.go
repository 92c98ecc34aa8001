package html

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
)

//go:embed packages.css
var packagesStyle string

// PackagesView is what a page on packages shows. It is private: it holds estimates.
type PackagesView struct {
	Title, Lead string
	Private     string // whose the estimates are, and who may see them
	Counted     string // how many efficient packages there are, and how many are shown
	Parties     []PackageParty
	Packages    []PackageDrawn // with letters; Chosen is the one that is shown first
	Chosen      int
	Baseline    *PackageDrawn
	Efficient   []PackageDrawn
	Others      []PackageDrawn // could be better for all
	Blocks      []string       // what it costs to leave a choice as it stands
}

// PackageParty is a party with its estimated limit.
type PackageParty struct {
	Code, Name string
	Limit      float64
}

// PackageDrawn is a package by what it is estimated to be worth.
type PackageDrawn struct {
	Letter          string
	Said            []string // in what sense it is best
	Average, Margin float64  // of the estimates; the smallest over a limit
	Values          []float64
	Choices         []PackageChoice
	Notes           []string
}

// PackageChoice is a choice with the words taken, and how much of what it asked for
// each party gets: all, most, some, none, or nothing said.
type PackageChoice struct {
	Name, Title, Words string
	Variants           []string // all its wordings
	AsBase             bool
	Shares             []string
}

// Packages writes packages as a page. Every picture has its table. Efficient
// packages and those that could be better for all are told apart in words, and
// nothing that is efficient for all parties is called worse for being lower in one
// measure.
func Packages(w io.Writer, v PackagesView) error {
	style := packagesStyle
	for q := range v.Parties {
		style += partyStyle(q)
	}
	f := frame{Title: v.Title, Lines: []string{v.Lead}, Class: "packages", Extra: style}
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="private"><p>%s</p><div class="two"><div>`, esc(v.Private))
	fmt.Fprintf(&b, "<section><h2>All packages <small>%s</small></h2>\n", esc(v.Counted))
	scatter(&b, v)
	b.WriteString(legend)
	b.WriteString("</section>\n")
	strips(&b, v)
	b.WriteString("</div>\n")
	if len(v.Packages) > 0 {
		onePackage(&b, v, v.Chosen)
	}
	b.WriteString("</div>\n")
	packageTable(&b, v)
	if len(v.Packages) > 1 {
		b.WriteString(`<div class="two">`)
		for k := 1; k < len(v.Packages); k++ {
			onePackage(&b, v, (v.Chosen+k)%len(v.Packages))
		}
		b.WriteString("</div>\n")
	}
	if len(v.Blocks) > 0 {
		b.WriteString("<h2>What it costs to leave a choice as it stands</h2>")
		noteList(&b, v.Blocks)
	}
	efficientTable(&b, v)
	b.WriteString("</div>")
	f.Body = template.HTML(b.String())
	return f.write(w, nil)
}

// packageTable is the chart's table: the packages with letters and the present text.
func packageTable(b *strings.Builder, v PackagesView) {
	b.WriteString(`<div class="scroll" role="region" tabindex="0" aria-label="Packages compared"><table><caption>The packages with a letter, and the present text</caption><thead><tr><th scope="col">Package</th><th scope="col">It has the</th><th scope="col" class="num">average</th><th scope="col" class="num">smallest margin</th>`)
	for q, p := range v.Parties {
		fmt.Fprintf(b, `<th scope="col" class="num">%s</th>`, p.mark(q))
	}
	b.WriteString("</tr></thead><tbody>")
	row := func(name, said string, p PackageDrawn) {
		fmt.Fprintf(b, `<tr><th scope="row">%s</th><td>%s</td><td class="num">%s</td><td class="num">%s</td>`, esc(name), esc(said), figure(p.Average), figure(p.Margin))
		for _, u := range p.Values {
			fmt.Fprintf(b, `<td class="num">%s</td>`, figure(u))
		}
		b.WriteString("</tr>")
	}
	for _, p := range v.Packages {
		row(p.Letter, strings.Join(p.Said, "; "), p)
	}
	if v.Baseline != nil {
		row("Present text", "–", *v.Baseline)
	}
	b.WriteString(`<tr><th scope="row">Estimated limit</th><td>–</td><td class="num">–</td><td class="num">0</td>`)
	for _, p := range v.Parties {
		fmt.Fprintf(b, `<td class="num">%s</td>`, figure(p.Limit))
	}
	b.WriteString("</tr></tbody></table></div>\n")
}

// onePackage is a package with its choices, and what each party would get of what it
// asked for. On a narrow screen each choice stands by itself, with the parties' codes.
func onePackage(b *strings.Builder, v PackagesView, k int) {
	p := v.Packages[k]
	fmt.Fprintf(b, `<section><h2>Package %s</h2><p>It has the %s.</p>`, esc(p.Letter), esc(strings.Join(p.Said, "; ")))
	shares := false
	for _, c := range p.Choices {
		for _, s := range c.Shares {
			shares = shares || s != ""
		}
	}
	fmt.Fprintf(b, `<div class="scroll" role="region" tabindex="0" aria-label="Package %s"><table class="pk"><caption>The choices in it`, esc(p.Letter))
	if shares {
		b.WriteString(", and how much of what it asked for each party would get; a dash where it asked for nothing")
	}
	b.WriteString(`</caption><thead><tr><th scope="col">Choice</th><th scope="col">Its wordings</th><th scope="col">Words taken</th>`)
	if shares {
		for q, x := range v.Parties {
			fmt.Fprintf(b, `<th scope="col" class="v">%s</th>`, x.mark(q))
		}
	}
	b.WriteString("</tr></thead><tbody>")
	for _, c := range p.Choices {
		note := ""
		if c.AsBase {
			note = `<small class="asbase">as in the present text</small>`
		}
		fmt.Fprintf(b, `<tr><th scope="row">%s</th><td dir="auto">%s<small>%s</small></td><td dir="auto"><b>%s</b>%s</td>`,
			esc(c.Name), esc(c.Title), esc(strings.Join(c.Variants, " / ")), esc(c.Words), note)
		if shares {
			for q, s := range c.Shares {
				fmt.Fprintf(b, `<td class="v"><i>%s</i>%s</td>`, v.Parties[q].mark(q), gets(s))
			}
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody>")
	if shares {
		b.WriteString("<tfoot>")
		foot := func(name string, values []float64) {
			fmt.Fprintf(b, `<tr><td></td><th scope="row" colspan="2">%s</th>`, name)
			for _, x := range values {
				fmt.Fprintf(b, `<td class="v">%s</td>`, figure(x))
			}
			b.WriteString("</tr>")
		}
		foot("Estimate", p.Values)
		if v.Baseline != nil {
			foot("Present text", v.Baseline.Values)
		}
		b.WriteString("</tfoot>")
	}
	b.WriteString("</table></div>\n")
	noteList(b, p.Notes)
	b.WriteString("</section>\n")
}

// mark is a party's code as it is printed everywhere.
func (p PackageParty) mark(q int) string {
	return fmt.Sprintf(`<b class="p p%d">%s</b>`, q, esc(p.Code))
}

// gets is how much of what it asked for a party gets: in words, on four steps of grey.
func gets(share string) string {
	class := map[string]string{"all": "g0", "most": "g1", "some": "g2", "none": "g3"}[share]
	switch {
	case share == "":
		class, share = "gx", "–"
	case class == "":
		class = "g"
	}
	return fmt.Sprintf(`<span class="%s">%s</span>`, class, esc(share))
}

func figure(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }

func noteList(b *strings.Builder, notes []string) {
	if len(notes) == 0 {
		return
	}
	b.WriteString(`<ul class="notes">`)
	for _, n := range notes {
		fmt.Fprintf(b, "<li>%s</li>", esc(n))
	}
	b.WriteString("</ul>\n")
}

// efficientTable has the dots and rings of the chart.
func efficientTable(b *strings.Builder, v PackagesView) {
	if len(v.Efficient)+len(v.Others) == 0 {
		return
	}
	b.WriteString(`<details><summary>The dots and rings of the chart as a table</summary><div class="scroll" role="region" tabindex="0" aria-label="The dots and rings"><table><thead><tr><th scope="col">Class</th><th scope="col" class="num">average</th><th scope="col" class="num">smallest margin</th>`)
	for q, p := range v.Parties {
		fmt.Fprintf(b, `<th scope="col" class="num">%s</th>`, p.mark(q))
	}
	b.WriteString("</tr></thead><tbody>")
	for _, of := range []struct {
		said string
		list []PackageDrawn
	}{{"efficient", v.Efficient}, {"could be better for all", v.Others}} {
		for _, p := range of.list {
			fmt.Fprintf(b, `<tr><td>%s</td><td class="num">%s</td><td class="num">%s</td>`, of.said, figure(p.Average), figure(p.Margin))
			for _, u := range p.Values {
				fmt.Fprintf(b, `<td class="num">%s</td>`, figure(u))
			}
			b.WriteString("</tr>")
		}
	}
	b.WriteString("</tbody></table></div></details>\n")
}
