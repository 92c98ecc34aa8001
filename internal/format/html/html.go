// Package html writes a bracketed text, in each of the styles, and a comparison
// as one page each: to read on a screen, to print on A4, to project in a meeting.
//
// It promises a page that is whole in itself (styles and fonts are in it, there
// is no script), that holds under a strict Content-Security-Policy, that can be
// read in grey and with a screen reader, and that equal texts give equal bytes.
// A party's code says who; its hue and the line under its words only help. A
// party that the text does not name (styles.Only) occurs nowhere in the page. It refuses to
// print a party at words that it did not propose or expressly retain.
package html

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/ident"
	"nonpaper/internal/styles"
)

// Options say what is printed beside the text.
type Options struct {
	Style  styles.Style          // "" for the conference style
	Apart  bool                  // not every party is named: see styles.Only
	Names  map[ident.Code]string // names for codes, as far as known
	Notice string                // stands at both ends of the page
	Made   string                // what it was compiled from
	Read   bool                  // it was read as it is, and not compiled
}

var (
	//go:embed style.css
	style string
	//go:embed page.tmpl
	pageSource string
	//go:embed fonts/source-serif-4-latin-wght-normal.woff2
	serifLatin []byte
	//go:embed fonts/source-serif-4-cyrillic-wght-normal.woff2
	serifCyrillic []byte
	//go:embed fonts/inter-latin-wght-normal.woff2
	sansLatin []byte
	//go:embed fonts/inter-cyrillic-wght-normal.woff2
	sansCyrillic []byte
)

var page = template.Must(template.New("page").Parse(pageSource))

// frame is what every page has.
type frame struct {
	Title    string
	Policy   string
	Style    template.CSS
	Lines    []string // under the title
	Notice   string
	Class    string          // of the body: "wide" for one in landscape, "packages"; "" for texts
	Key      []template.HTML // how to read this paper
	Contents []contentsPart
	Body     template.HTML
	Table    template.HTML
	Extra    string // style that only this page needs
}

type contentsPart struct {
	Title  string
	Points []contentsPoint
}

type contentsPoint struct {
	Anchor, Number, Title string
	Mark, Said            string // what is open in it, short and in words
}

// write fills in style and policy and writes the page.
func (f *frame) write(w io.Writer, parties []ident.Code) error {
	var b strings.Builder
	face := func(family, weights, ranges string, font []byte) {
		fmt.Fprintf(&b, "@font-face{font-family:%q;font-weight:%s;src:url(data:font/woff2;base64,%s) format(\"woff2\")%s}\n",
			family, weights, base64.StdEncoding.EncodeToString(font), ranges)
	}
	b.WriteString("/* Source Serif 4 and Inter, SIL Open Font License 1.1 */\n")
	face("NP Serif", "200 900", "", serifLatin)
	face("NP Sans", "100 900", "", sansLatin)
	if hasCyrillic(string(f.Body)) || hasCyrillic(f.Title) {
		const ranges = ";unicode-range:U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116"
		face("NP Serif", "200 900", ranges, serifCyrillic)
		face("NP Sans", "100 900", ranges, sansCyrillic)
	}
	b.WriteString(style)
	if f.Class == "wide" {
		b.WriteString("@media print{@page{size:A4 landscape;margin:14mm 14mm 16mm}}\n")
	}
	for i := range parties {
		b.WriteString(partyStyle(i))
	}
	b.WriteString(f.Extra)
	sheet := b.String()
	sum := sha256.Sum256([]byte(sheet))
	f.Style = template.CSS(sheet)
	f.Policy = fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; font-src data:; base-uri 'none'; form-action 'none'",
		base64.StdEncoding.EncodeToString(sum[:]))
	return page.Execute(w, f)
}

// hasCyrillic looks only at what can begin a Cyrillic letter: a page is long.
func hasCyrillic(s string) bool {
	for i := range len(s) {
		if s[i] >= 0xD0 {
			if r, _ := utf8.DecodeRuneInString(s[i:]); unicode.Is(unicode.Cyrillic, r) {
				return true
			}
		}
	}
	return false
}

// hues of the first parties; those that follow take a third of the circle each,
// turned a little every time.
var hues = []int{234, 18, 174, 306, 44, 268, 95, 345, 204, 130}

// partyStyle is the hue and the line of the i-th party in printed order.
func partyStyle(i int) string {
	hue, ink := (i*137)%360, 26 // dark enough in every hue
	if i < len(hues) {
		hue, ink = hues[i], 30
	}
	line := []string{"solid", "dashed", "dotted", "double"}[i%4]
	return fmt.Sprintf(".p%d{--c:light-dark(hsl(%d 58%% %d%%),hsl(%d 70%% 80%%));--b:light-dark(hsl(%d 50%% 95%%),hsl(%d 26%% 23%%));--u:%s}\n",
		i, hue, ink, hue, hue, hue, line)
}
