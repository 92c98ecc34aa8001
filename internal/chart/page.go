package chart

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Style is the style of charts that are part of a page, within an element of class "plot".
// Their grounds are steps of grey.
const Style = ".plot{" + style + `svg{--s0:light-dark(#181c20,#e8eaec);--s1:light-dark(#fff,#20252a);--s2:light-dark(#b9c1c9,#66717c);--s3:light-dark(#e7eaed,#353c44);--s4:light-dark(#fff,#20252a);--over:light-dark(#434b54,#bcc3ca)}
@media print{svg{--s0:#181c20;--s1:#fff;--s2:#b9c1c9;--s3:#e7eaed;--s4:#fff;--over:#434b54}}}
`

// sizes of a chart on a page, in pixels.
const (
	pageLeft   = 34
	pageHeight = 170
	pageTop    = 22
	pageWidth  = 1060
	widestSlot = 96
)

// OnPage draws the chart as part of a page that has Style, a heading and the figures as a
// table: columns and the key to them.
func (c Columns) OnPage() (string, error) {
	if err := c.check(); err != nil {
		return "", err
	}
	if c.ID == "" {
		c.ID = "chart"
	}
	slot := min(widestSlot, (pageWidth-pageLeft)/len(c.Labels))
	width := max(pageLeft+slot*len(c.Labels)+8, 420)
	key, lines := c.key(width)
	total := pageTop + pageHeight + 26 + 20*lines
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="%s-title %s-desc">`, width, total, width, total, c.ID, c.ID)
	fmt.Fprintf(&b, "\n<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s %s</desc>\n<defs>", c.ID, escape(c.Title), c.ID, escape(c.Desc), escape(c.spoken()))
	for i := range c.Series {
		fmt.Fprintf(&b, `<pattern id="%s-p%d" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="s%d" width="8" height="8"/>%s</pattern>`, c.ID, i, i, patterns[i])
	}
	b.WriteString("</defs>\n")
	step, most := scale(c.highest())
	y := func(v float64) float64 { return pageTop + pageHeight*(1-v/most) }
	for v := 0.0; v <= most+step/2; v += step {
		class := "grid"
		if v == 0 {
			class = "base"
		}
		fmt.Fprintf(&b, `<line class="%s" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/>`, class, pageLeft, width-8, y(v), y(v))
		text(&b, pageLeft-6, int(y(v))+4, "axis end", number(v))
	}
	b.WriteByte('\n')
	every := 1
	for slot*every < 44 {
		every++
	}
	for i, label := range c.Labels {
		mid := float64(pageLeft) + float64(slot)*(float64(i)+0.5)
		bar := min(34, float64(slot)*0.66)
		sum := 0.0
		for k, s := range c.Series {
			v := s.Values[i]
			if v > 0 {
				fmt.Fprintf(&b, `<rect class="bar" fill="url(#%s-p%d)" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s</title></rect>`,
					c.ID, k, mid-bar/2, y(sum+v), bar, y(sum)-y(sum+v), escape(fmt.Sprintf("%s, %s: %s", label, s.Name, number(v))))
			}
			sum += v
		}
		text(&b, int(mid), int(y(sum))-5, "mid head", number(sum))
		if i%every == 0 || i == len(c.Labels)-1 && i%every > every/2 {
			text(&b, int(mid), pageTop+pageHeight+16, "axis mid", clip(label, max(4, slot*every/7)))
		}
	}
	b.WriteString("\n" + key + "</svg>\n")
	return b.String(), nil
}

// key says what the grounds mean, in as many lines as it needs.
func (c Columns) key(width int) (key string, lines int) {
	var b strings.Builder
	x, y := pageLeft, pageTop+pageHeight+40
	lines = 1
	for i, s := range c.Series {
		wide := 40 + 7*utf8.RuneCountInString(s.Name)
		if x+wide > width && x > pageLeft {
			x, y = pageLeft, y+20
			lines++
		}
		fmt.Fprintf(&b, `<rect class="bar" fill="url(#%s-p%d)" x="%d" y="%d" width="14" height="12"/>`, c.ID, i, x, y-10)
		text(&b, x+20, y, "axis", s.Name)
		x += wide
	}
	return b.String(), lines
}
