package html

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// PackagesChart writes the chart by itself, with its title, description and colours.
func PackagesChart(w io.Writer, v PackagesView) error {
	var b strings.Builder
	scatter(&b, v)
	const colours = `<style>text{fill:#434b54}.strong{fill:#181c20;font-weight:650}.ax{fill:none;stroke:#8f99a3}.limit{stroke:#59626b;stroke-dasharray:5 3}` +
		`.hatch{stroke:#e4e7ea}.way{fill:none;stroke:#134f8c;stroke-dasharray:2 3}.worse{fill:none;stroke:#8f99a3}.eff{fill:#59626b}.best{fill:#134f8c}.ring{fill:none;stroke:#134f8c;stroke-width:2}.base{fill:#fff;stroke:#181c20;stroke-width:1.6}</style><rect width="640" height="452" fill="#fff"/>`
	svg := strings.Replace(b.String(), `<svg class="chart"`, `<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="11"`, 1)
	svg = strings.Replace(svg, "</desc>", "</desc>"+colours, 1)
	svg = strings.Replace(svg, `viewBox="0 0 640 430"`, `viewBox="0 0 640 452"`, 1)
	svg = strings.Replace(svg, "</svg>", `<text x="56" y="446">diamond: best in one sense; dot: efficient; ring: could be better for all; square: present text</text></svg>`, 1)
	_, err := io.WriteString(w, svg)
	return err
}

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

// legend says what the points of the chart are; each stands beside its words.
const legend = `<ul class="legend">` +
	`<li><svg viewBox="0 0 16 16" aria-hidden="true"><path class="best" d="M8 1l7 7l-7 7l-7 -7z"/></svg>best in one sense</li>` +
	`<li><svg viewBox="0 0 16 16" aria-hidden="true"><circle class="eff" cx="8" cy="8" r="4"/></svg>efficient: nobody can have more without somebody having less</li>` +
	`<li><svg viewBox="0 0 16 16" aria-hidden="true"><circle class="worse" cx="8" cy="8" r="4.5"/></svg>could be better for all</li>` +
	`<li><svg viewBox="0 0 16 16" aria-hidden="true"><rect class="base" x="2.5" y="2.5" width="11" height="11"/></svg>present text</li></ul>` + "\n"

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
	b.WriteString(`<defs><pattern id="below" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V7"/></pattern></defs>`)
	if under := y.at(0); under < 388 {
		fmt.Fprintf(b, `<rect x="56" y="%g" width="568" height="%g" fill="url(#below)"/>`, under, 388-under)
	}
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
		if len(v.Packages) > 0 {
			chosen := v.Packages[v.Chosen]
			fmt.Fprintf(b, `<path class="way" d="M%g %gL%g %g"/>`, px, py, x.at(chosen.Average), y.at(chosen.Margin))
		}
		fmt.Fprintf(b, `<rect class="base" x="%g" y="%g" width="11" height="11"/><text class="strong" x="%g" y="%g">present text</text>`, px-5.5, py-5.5, px+9, py+4)
	}
	for k, p := range v.Packages {
		px, py := x.at(p.Average), y.at(p.Margin)
		aside := 9.0
		if k == v.Chosen {
			aside = 13
			fmt.Fprintf(b, `<circle class="ring" cx="%g" cy="%g" r="14"/>`, px, py)
		}
		fmt.Fprintf(b, `<path class="best" d="M%g %gl7 7l-7 7l-7 -7z"/><text class="strong" x="%g" y="%g">%s</text>`, px, py-7, px+aside, py-aside+3, esc(p.Letter))
	}
	b.WriteString("</svg>\n")
}

// strips draw for each party its limit, the present text and the chosen package on
// one line, with the numbers beside it. Places are shares of the width, so that the
// marks keep their shape on any screen.
func strips(b *strings.Builder, v PackagesView) {
	if len(v.Packages) == 0 {
		return
	}
	chosen := v.Packages[v.Chosen]
	fmt.Fprintf(b, `<section><h2>Each party <small>estimate</small></h2><table class="strips"><caption>stroke: estimated limit; diamond: package %s`, esc(chosen.Letter))
	if v.Baseline != nil {
		b.WriteString("; square: present text")
	}
	b.WriteString(`</caption><thead><tr><th scope="col">Party</th><td></td><th scope="col" class="num">limit</th>`)
	if v.Baseline != nil {
		b.WriteString(`<th scope="col" class="num">present</th>`)
	}
	fmt.Fprintf(b, `<th scope="col" class="num">%s</th></tr></thead><tbody>`, esc(chosen.Letter))
	for q, p := range v.Parties {
		values := []float64{p.Limit}
		for _, list := range [][]PackageDrawn{v.Packages, v.Efficient, v.Others} {
			for _, x := range list {
				values = append(values, x.Values[q])
			}
		}
		if v.Baseline != nil {
			values = append(values, v.Baseline.Values[q])
		}
		s := scaled(values, 2, 98)
		at := s.at(chosen.Values[q])
		name := ""
		if p.Name != p.Code {
			name = " " + esc(p.Name)
		}
		fmt.Fprintf(b, `<tr><th scope="row">%s<span>%s</span></th><td><svg class="strip" aria-hidden="true"><line class="ax" x1="0" x2="100%%" y1="12" y2="12"/>`, p.mark(q), name)
		if v.Baseline != nil {
			was := s.at(v.Baseline.Values[q])
			fmt.Fprintf(b, `<line class="mv" x1="%g%%" x2="%g%%" y1="12" y2="12"/><svg class="mk" x="%g%%" y="12"><rect class="base" x="-5" y="-5" width="10" height="10"/></svg>`, was, at, was)
		}
		fmt.Fprintf(b, `<svg class="mk" x="%g%%" y="12"><path class="lim" d="M0 -9V9"/></svg><svg class="mk" x="%g%%" y="12"><path class="best" d="M0 -7l7 7l-7 7l-7 -7z"/></svg></svg></td><td class="num">%s</td>`, s.at(p.Limit), at, figure(p.Limit))
		if v.Baseline != nil {
			fmt.Fprintf(b, `<td class="num">%s</td>`, figure(v.Baseline.Values[q]))
		}
		fmt.Fprintf(b, `<td class="num"><b>%s</b></td></tr>`, figure(chosen.Values[q]))
	}
	b.WriteString("</tbody></table></section>\n")
}
