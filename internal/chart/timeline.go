package chart

import (
	"fmt"
	"math"
	"strings"

	"nonpaper/internal/fault"
)

// Timeline is when each of several got something, counted from the first: a dot for each on
// a line of its own.
type Timeline struct {
	ID    string // what the identifiers in the picture begin with: several pictures stand on one page
	Title string
	Desc  string // what it shows, in a sentence
	Rows  []Mark
}

// Mark is one line of a timeline.
type Mark struct {
	Name  string
	Never bool    // it did not get it: no dot
	After float64 // minutes after the first
	Said  string  // in words, at the end of the line
}

// sizes of a timeline, in pixels.
const (
	lineHeight = 22
	lineName   = 70
	linePlot   = 330
	lineSaid   = 290
	lineTop    = 52
	lineFoot   = 30
)

// SVG draws the timeline for a page that has the style of these pictures, beneath a
// heading that says what it is of.
func (t Timeline) SVG() (string, error) {
	height, err := t.height()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	width := lineName + linePlot + lineSaid
	height -= lineTop
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="line" viewBox="0 %d %d %d" width="%d" height="%d" role="img" aria-labelledby="%st %sd">`, lineTop, width, height, width, height, escape(t.ID), escape(t.ID))
	t.draw(&b)
	b.WriteString("</svg>\n")
	return b.String(), nil
}

// Stack draws timelines one below the other as one picture, which stands by itself.
func Stack(title string, list []Timeline) (string, error) {
	if len(list) == 0 {
		return "", fault.Invalidf("there is nothing to draw")
	}
	total, width := 40, lineName+linePlot+lineSaid
	var inner strings.Builder
	for _, t := range list {
		h, err := t.height()
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&inner, `<svg class="line" x="0" y="%d" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="%st %sd">`, total, width, h, width, h, escape(t.ID), escape(t.ID))
		t.draw(&inner)
		t.named(&inner)
		inner.WriteString("</svg>\n")
		total += h + 14
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" class="line" viewBox="0 0 %d %d" width="%d" height="%d" role="group" aria-label="%s"><style>%s</style><rect class="paper" width="%d" height="%d"/><text class="title" x="0" y="24">%s</text>`,
		width, total, width, total, escape(title), lineStyle, width, total, escape(title)) + "\n" + inner.String() + "</svg>\n", nil
}

// lineStyle is that of the screens, for a picture by itself.
const lineStyle = `
svg{color-scheme:light dark;--paper:light-dark(#fff,#20252a);--ink:light-dark(#181c20,#e8eaec);--ink2:light-dark(#434b54,#bcc3ca);--rule:light-dark(#d6dade,#343b42);--act:light-dark(#134f8c,#8fbdf0)}
.paper{fill:var(--paper)}text{font:400 12px Inter,"Segoe UI",system-ui,"Noto Sans",sans-serif;fill:var(--ink);font-feature-settings:"tnum"}
.title{font-size:15px;font-weight:650}.axis,.desc{fill:var(--ink2);font-size:11px}.name{font-weight:650}.mid{text-anchor:middle}.end{text-anchor:end}
.lane{stroke:var(--rule);stroke-width:1}.never{stroke-dasharray:2 4}.tick{stroke:var(--ink2);stroke-width:1}.dot{fill:var(--act);stroke:var(--ink);stroke-width:1}
@media print{svg{color-scheme:light}}
`

func (t Timeline) height() (int, error) {
	if len(t.Rows) == 0 {
		return 0, fault.Invalidf("there is nothing to draw")
	}
	for _, r := range t.Rows {
		if r.After < 0 || math.IsNaN(r.After) || math.IsInf(r.After, 0) {
			return 0, fault.Invalidf("%q was reached after %v minutes, which cannot be drawn", r.Name, r.After)
		}
	}
	return lineTop + lineHeight*len(t.Rows) + lineFoot, nil
}

// named writes above the picture what it is of.
func (t Timeline) named(b *strings.Builder) {
	text(b, 0, 16, "title", clip(t.Title, 90))
	text(b, 0, 34, "desc", clip(t.Desc, 110))
}

func (t Timeline) draw(b *strings.Builder) {
	fmt.Fprintf(b, "\n<title id=\"%st\">%s</title>\n<desc id=\"%sd\">%s %s</desc>\n", escape(t.ID), escape(t.Title), escape(t.ID), escape(t.Desc), escape(t.spoken()))
	most := 0.0
	for _, r := range t.Rows {
		if !r.Never {
			most = max(most, r.After)
		}
	}
	x := func(after float64) float64 {
		if most == 0 {
			return lineName + 8
		}
		return lineName + 8 + (linePlot-40)*after/most
	}
	foot := lineTop + lineHeight*len(t.Rows)
	for i, r := range t.Rows {
		y := lineTop + lineHeight*i + 10
		text(b, 0, y+4, "name", clip(r.Name, 9))
		class := "lane"
		if r.Never {
			class += " never"
		}
		fmt.Fprintf(b, `<line class="%s" x1="%d" x2="%d" y1="%d" y2="%d"/>`, class, lineName, lineName+linePlot-16, y, y)
		if !r.Never {
			fmt.Fprintf(b, `<circle class="dot" cx="%.1f" cy="%d" r="4.5"/>`, x(r.After), y)
		}
		text(b, lineName+linePlot, y+4, "", clip(r.Said, 52))
		b.WriteByte('\n')
	}
	for _, m := range marks(most) {
		at := x(m)
		fmt.Fprintf(b, `<line class="tick" x1="%.1f" x2="%.1f" y1="%d" y2="%d"/>`, at, at, foot-2, foot+4)
		fmt.Fprintf(b, `<text class="axis mid" x="%.1f" y="%d">%s</text>`, at, foot+17, escape(mark(m)))
	}
	b.WriteByte('\n')
}

// marks are where an axis of so many minutes is marked.
func marks(most float64) []float64 {
	if most == 0 {
		return []float64{0}
	}
	step := 0.0
	for _, by := range []float64{1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440, 2880, 7 * 1440, 14 * 1440, 28 * 1440} {
		if step = by; most/by <= 5 {
			break
		}
	}
	for most/step > 5 {
		step *= 2
	}
	var out []float64
	for m := 0.0; m <= most*1.0001; m += step {
		out = append(out, m)
	}
	return out
}

// mark is what stands at a mark of the axis.
func mark(minutes float64) string {
	if minutes == 0 {
		return "first"
	}
	return "+ " + Span(minutes)
}

// Span is a number of minutes as people say it: "11 minutes", "2 days, 3 hours".
func Span(minutes float64) string {
	m := int(math.Round(minutes))
	one := func(n int, noun string) string {
		if n == 1 {
			return "1 " + noun
		}
		return fmt.Sprintf("%d %ss", n, noun)
	}
	days, hours, rest := m/1440, m%1440/60, m%60
	switch {
	case m == 0:
		return "less than a minute"
	case m < 60:
		return one(m, "minute")
	case days == 0 && rest == 0:
		return one(hours, "hour")
	case days == 0:
		return fmt.Sprintf("%d h %d min", hours, rest)
	case hours == 0:
		return one(days, "day")
	}
	return one(days, "day") + ", " + one(hours, "hour")
}

// spoken are the marks in words.
func (t Timeline) spoken() string {
	var out []string
	for _, r := range t.Rows {
		out = append(out, r.Name+": "+r.Said)
	}
	return strings.Join(out, "; ") + "."
}
