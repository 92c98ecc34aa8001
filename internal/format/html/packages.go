package html

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
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
	AsBase             bool
	Shares             []string
}

// Packages writes packages as a page. Every picture has its table. Efficient
// packages and those that could be better for all are told apart in words, and
// nothing that is efficient for all parties is called worse for being lower in one
// measure.
func Packages(w io.Writer, v PackagesView) error {
	f := frame{Title: v.Title, Lines: []string{v.Lead}, Class: "packages", Extra: packagesStyle, Key: []template.HTML{
		"A diamond is a package that is best in one sense, a dot is efficient (nobody can have more without somebody having less), a ring could be better for all, the square is the present text.",
	}}
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="private"><p>%s</p>`, esc(v.Private))
	fmt.Fprintf(&b, "<h2>All packages</h2><p>%s</p>\n", esc(v.Counted))
	scatter(&b, v)
	packageTable(&b, v)
	strips(&b, v)
	for k := range v.Packages {
		onePackage(&b, v, (v.Chosen+k)%len(v.Packages))
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

// PackagesChart writes the chart by itself, with its title, description and colours.
func PackagesChart(w io.Writer, v PackagesView) error {
	var b strings.Builder
	scatter(&b, v)
	const colours = `<style>text{fill:#434b54}.strong{fill:#181c20;font-weight:650}.ax{fill:none;stroke:#8f99a3}.limit{stroke:#59626b;stroke-dasharray:5 3}` +
		`.worse{fill:none;stroke:#8f99a3}.eff{fill:#59626b}.best{fill:#134f8c}.ring{fill:none;stroke:#134f8c;stroke-width:2}.base{fill:#fff;stroke:#181c20;stroke-width:1.6}</style><rect width="640" height="430" fill="#fff"/>`
	svg := strings.Replace(b.String(), `<svg class="chart"`, `<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="11"`, 1)
	svg = strings.Replace(svg, "</desc>", "</desc>"+colours, 1)
	_, err := io.WriteString(w, svg)
	return err
}

func figure(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }

// scale maps numbers onto a length, with round numbers to be marked.
type scale struct {
	low, high float64
	from, to  float64
	marks     []float64
}

func scaled(values []float64, from, to float64) scale {
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range values {
		low, high = min(low, x), max(high, x)
	}
	if !(high > low) {
		low, high = low-1, high+1
	}
	step := math.Pow(10, math.Floor(math.Log10((high-low)/4)))
	for _, by := range []float64{1, 2, 5, 10} {
		if (high-low)/(step*by) <= 6 {
			step *= by
			break
		}
	}
	s := scale{low: low - 0.04*(high-low), high: high + 0.04*(high-low), from: from, to: to}
	for k := math.Ceil(s.low / step); k*step <= s.high; k++ {
		s.marks = append(s.marks, k*step)
	}
	return s
}

func (s scale) at(x float64) float64 {
	return math.Round((s.from+(x-s.low)/(s.high-s.low)*(s.to-s.from))*10) / 10
}

func scatter(b *strings.Builder, v PackagesView) {
	var xs, ys []float64
	for _, list := range [][]PackageDrawn{v.Efficient, v.Others, v.Packages} {
		for _, p := range list {
			xs, ys = append(xs, p.Average), append(ys, p.Margin)
		}
	}
	ys = append(ys, 0)
	if v.Baseline != nil {
		xs, ys = append(xs, v.Baseline.Average), append(ys, v.Baseline.Margin)
	}
	x, y := scaled(xs, 56, 620), scaled(ys, 388, 24)
	b.WriteString(`<svg class="chart" viewBox="0 0 640 430" role="img" aria-labelledby="chart-t chart-d"><title id="chart-t">Packages by average and smallest margin</title><desc id="chart-d">`)
	b.WriteString("Across: the average of the estimates. Up: the smallest margin over an estimated limit; at 0 a limit is just reached.")
	for _, p := range v.Packages {
		fmt.Fprintf(b, " Package %s: average %s, margin %s.", p.Letter, figure(p.Average), figure(p.Margin))
	}
	b.WriteString(" The table below has the same.</desc>")
	b.WriteString(`<path class="ax" d="M56 14V388H624"/>`)
	for _, m := range x.marks {
		fmt.Fprintf(b, `<text text-anchor="middle" x="%g" y="404">%s</text>`, x.at(m), figure(m))
	}
	for _, m := range y.marks {
		fmt.Fprintf(b, `<text text-anchor="end" x="50" y="%g">%s</text>`, y.at(m)+4, figure(m))
	}
	fmt.Fprintf(b, `<path class="limit" d="M56 %gH624"/><text x="62" y="%g">below: under an estimated limit</text>`, y.at(0), min(384, y.at(0)+14))
	b.WriteString(`<text x="62" y="16">smallest margin over an estimated limit</text><text text-anchor="end" x="624" y="424">average of the estimates</text>`)
	for _, p := range v.Others {
		fmt.Fprintf(b, `<circle class="worse" cx="%g" cy="%g" r="3.2"/>`, x.at(p.Average), y.at(p.Margin))
	}
	for _, p := range v.Efficient {
		fmt.Fprintf(b, `<circle class="eff" cx="%g" cy="%g" r="2.6"/>`, x.at(p.Average), y.at(p.Margin))
	}
	if v.Baseline != nil {
		px, py := x.at(v.Baseline.Average), y.at(v.Baseline.Margin)
		fmt.Fprintf(b, `<rect class="base" x="%g" y="%g" width="11" height="11"/><text class="strong" x="%g" y="%g">present text</text>`, px-5.5, py-5.5, px+9, py+4)
	}
	for k, p := range v.Packages {
		px, py := x.at(p.Average), y.at(p.Margin)
		fmt.Fprintf(b, `<path class="best" d="M%g %gl7 7l-7 7l-7 -7z"/><text class="strong" x="%g" y="%g">%s</text>`, px, py-7, px+9, py-6, esc(p.Letter))
		if k == v.Chosen {
			fmt.Fprintf(b, `<circle class="ring" cx="%g" cy="%g" r="14"/>`, px, py)
		}
	}
	b.WriteString("</svg>\n")
}

// packageTable is the chart's table: the packages with letters and the present text.
func packageTable(b *strings.Builder, v PackagesView) {
	b.WriteString(`<div class="scroll" role="region" tabindex="0" aria-label="Packages compared"><table><caption>The packages with a letter, and the present text</caption><thead><tr><th scope="col">Package</th><th scope="col">It has the</th><th scope="col" class="num">average</th><th scope="col" class="num">smallest margin</th>`)
	for _, p := range v.Parties {
		fmt.Fprintf(b, `<th scope="col" class="num">%s</th>`, esc(p.Code))
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

// strips draw for each party its limit, the present text and the chosen package on
// one line; the table above has the same numbers.
func strips(b *strings.Builder, v PackagesView) {
	if len(v.Packages) == 0 {
		return
	}
	chosen := v.Packages[v.Chosen]
	h := 34 + 30*len(v.Parties)
	fmt.Fprintf(b, `<h2>Each party: package %s and the present text</h2><svg class="chart" viewBox="0 0 640 %d" role="img" aria-labelledby="strip-t strip-d"><title id="strip-t">Each party by estimate</title><desc id="strip-d">`, esc(chosen.Letter), h)
	for q, p := range v.Parties {
		fmt.Fprintf(b, "%s: limit %s, package %s %s", esc(p.Code), figure(p.Limit), esc(chosen.Letter), figure(chosen.Values[q]))
		if v.Baseline != nil {
			fmt.Fprintf(b, ", present text %s", figure(v.Baseline.Values[q]))
		}
		b.WriteString(". ")
	}
	b.WriteString("The table above has the same.</desc>")
	fmt.Fprintf(b, `<text x="90" y="14">stroke: estimated limit; square: present text; diamond: package %s</text>`, esc(chosen.Letter))
	for q, p := range v.Parties {
		values := []float64{p.Limit, 0}
		for _, list := range [][]PackageDrawn{v.Packages, v.Efficient, v.Others} {
			for _, x := range list {
				values = append(values, x.Values[q])
			}
		}
		if v.Baseline != nil {
			values = append(values, v.Baseline.Values[q])
		}
		s := scaled(values, 90, 620)
		y := float64(40 + 30*q)
		fmt.Fprintf(b, `<text class="strong" text-anchor="end" x="80" y="%g">%s</text><path class="ax" d="M90 %gH620"/>`, y+4, esc(p.Code), y)
		at := s.at(chosen.Values[q])
		if v.Baseline != nil {
			was := s.at(v.Baseline.Values[q])
			fmt.Fprintf(b, `<path class="mv" d="M%g %gH%g"/><rect class="base" x="%g" y="%g" width="10" height="10"/>`, was, y, at, was-5, y-5)
		}
		fmt.Fprintf(b, `<path class="lim" d="M%g %gv18"/><path class="best" d="M%g %gl7 7l-7 7l-7 -7z"/>`, s.at(p.Limit), y-9, at, y-7)
	}
	b.WriteString("</svg>\n")
}

func onePackage(b *strings.Builder, v PackagesView, k int) {
	p := v.Packages[k]
	fmt.Fprintf(b, `<h2>Package %s</h2><p>It has the %s.</p>`, esc(p.Letter), esc(strings.Join(p.Said, "; ")))
	shares := false
	for _, c := range p.Choices {
		for _, s := range c.Shares {
			shares = shares || s != ""
		}
	}
	fmt.Fprintf(b, `<div class="scroll" role="region" tabindex="0" aria-label="Package %s"><table><caption>The choices in it`, esc(p.Letter))
	if shares {
		b.WriteString(", and how much of what it asked for each party would get")
	}
	b.WriteString(`</caption><thead><tr><th scope="col">Choice</th><th scope="col">Words</th>`)
	if shares {
		for _, q := range v.Parties {
			fmt.Fprintf(b, `<th scope="col">%s</th>`, esc(q.Code))
		}
	}
	b.WriteString("</tr></thead><tbody>")
	for _, c := range p.Choices {
		note := ""
		if c.AsBase {
			note = ` <small class="asbase">as in the present text</small>`
		}
		fmt.Fprintf(b, `<tr><th scope="row">%s %s</th><td dir="auto">%s%s</td>`, esc(c.Name), esc(c.Title), esc(c.Words), note)
		if shares {
			for _, s := range c.Shares {
				if s == "" {
					s = "–"
				}
				fmt.Fprintf(b, "<td>%s</td>", esc(s))
			}
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table></div>\n")
	noteList(b, p.Notes)
}

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
	for _, p := range v.Parties {
		fmt.Fprintf(b, `<th scope="col" class="num">%s</th>`, esc(p.Code))
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
