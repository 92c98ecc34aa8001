package html

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nonpaper/internal/bracket"
	"nonpaper/internal/collate"
	"nonpaper/internal/compare"
	"nonpaper/internal/compile"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/styles"
)

func meridian(t testing.TB) bracket.Text {
	t.Helper()
	read := func(name string) plan.Text {
		src, err := os.ReadFile(filepath.Join("../../../examples/meridian-lakes", name))
		if err != nil {
			t.Fatal(err)
		}
		text, _, err := markdown.Read(src)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	in := compile.Input{Base: read("framework.md")}
	for code, name := range map[ident.Code]string{"ALD": "ald.md", "BOR": "bor.md", "CAD": "cad.md"} {
		in.Versions = append(in.Versions, compile.Version{Code: code, Text: read(name), Retain: code == "BOR"})
	}
	out, _, err := compile.Texts(in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func render(t testing.TB, text bracket.Text, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Compiled(&b, text, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// crowd is a text of thirty parties.
func crowd(t testing.TB) bracket.Text {
	point := func(days int) plan.Text {
		return plan.Text{Title: "A plan", Points: []plan.Point{{ID: "p1", Kind: plan.KindPoint, Number: "1", Heading: "Review", Body: fmt.Sprintf("The Council meets within %d days.", days)}}}
	}
	in := compile.Input{Base: point(30)}
	for i := range 30 {
		in.Versions = append(in.Versions, compile.Version{Code: ident.Code(fmt.Sprintf("P%02d", i+1)), Text: point(30 + i%4)})
	}
	out, _, err := compile.Texts(in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestEveryStyle checks the pages of all styles: well formed, without a script, the
// same bytes for the same text, with a legend and with every wording.
func TestEveryStyle(t *testing.T) {
	text := meridian(t)
	for _, s := range styles.All {
		page := render(t, text, Options{Style: s})
		wellFormed(t, page)
		if strings.Contains(page, "<script") || strings.Contains(page, " style=") || page != render(t, text, Options{Style: s}) {
			t.Errorf("%s: a script, a style attribute, or other bytes for the same text", s)
		}
		for _, want := range []string{"How to read this paper", "no fewer than four", "if the Joint Council has listed them beforehand", "default-src &#39;none&#39;"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q", s, want)
			}
		}
		if named := strings.Contains(page[strings.Index(page, "</style>"):], "ALD"); named != (s != styles.Unattributed) {
			t.Errorf("%s names ALD: %v", s, named)
		}
		if wide := strings.Contains(page, "A4 landscape"); wide != (s == styles.Columns) {
			t.Errorf("%s prints in landscape: %v", s, wide)
		}
	}
	if page := render(t, crowd(t), Options{Style: styles.Columns}); strings.Count(page, `scope="col"`) != 4 {
		t.Error("thirty parties have more columns than a page can hold")
	}
}

// wellFormed checks that every tag is closed where it has to be.
func wellFormed(t testing.TB, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict = false
	d.AutoClose = xml.HTMLAutoClose
	d.Entity = xml.HTMLEntity
	var open []string
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "meta", "br", "link":
			default:
				open = append(open, e.Name.Local)
			}
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != e.Name.Local {
				t.Fatalf("</%s> closes %v", e.Name.Local, open)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Fatalf("never closed: %v", open)
	}
}

func TestCompiledPage(t *testing.T) {
	page := render(t, meridian(t), Options{Made: "4 texts", Notice: "A notice."})
	wellFormed(t, page)
	for _, want := range []string{
		`aria-label="Bracket 10a, 3 variants"`, `>10a</a>`, `<b class="p p1">BOR</b> <small>retain</small>`,
		"Who holds which variant", "base; retained by BOR", "proposed by ALD, CAD", "Wording outside brackets is not thereby agreed",
		"not in the base", "No text on this point from CAD",
	} {
		if !strings.Contains(strings.ReplaceAll(page, "three variants", "3 variants"), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if n := strings.Count(page, "A notice."); n != 2 {
		t.Errorf("the notice stands %d times, want 2", n)
	}
	if strings.Contains(page, "<script") || strings.Contains(page, " style=") {
		t.Error("the page has a script or a style attribute")
	}
	if page != render(t, meridian(t), Options{Made: "4 texts", Notice: "A notice."}) {
		t.Error("the same text gives other bytes")
	}
}

// TestNobodyIsMadeToSpeak checks that a party that did not address a bracket is
// not printed at it.
func TestNobodyIsMadeToSpeak(t *testing.T) {
	page := render(t, meridian(t), Options{})
	row := regexp.MustCompile(`(?s)id="h-10c">10c</th>(.*?)<th`).FindString(page)
	if row == "" || strings.Contains(row, "ALD") || strings.Contains(row, "CAD") {
		t.Errorf("10c, which ALD and CAD did not address: %s", row)
	}
}

func TestUnattributedNamesNobody(t *testing.T) {
	page := render(t, meridian(t), Options{Style: styles.Unattributed, Made: "4 texts"})
	wellFormed(t, page)
	body := page[strings.Index(page, "</style>"):]
	for _, code := range []string{"ALD", "BOR", "CAD"} {
		if strings.Contains(body, code) {
			t.Errorf("%s is named", code)
		}
	}
	if strings.Contains(body, "retain") || strings.Contains(body, "proposed by") {
		t.Error("stances are told")
	}
}

func TestHostileWords(t *testing.T) {
	bad := `<script>alert("x")</script> & 'y' </p><style>`
	text := bracket.Text{
		Parties:  []ident.Code{"A"},
		Texts:    map[ident.Code]bracket.Source{"base": {Title: bad}, "A": {Title: bad}},
		Sequence: map[ident.Code][]bracket.Place{},
		Points: []bracket.Point{{
			ID: "p1", Kind: plan.KindPoint, Number: "1", Part: bad, Speaks: []ident.Code{"base", "A"},
			Heading: bracket.Wording{{Words: bad}},
			Wording: bracket.Wording{{Bracket: &bracket.Bracket{Number: "1a", Variants: []bracket.Variant{
				{Holders: []ident.Code{"base"}, By: []ident.Code{"base"}, Wording: bracket.Wording{{Words: bad}}},
				{Holders: []ident.Code{"A"}, By: []ident.Code{"A"}},
			}}}},
		}},
	}
	page := render(t, text, Options{Notice: bad, Made: bad, Names: map[ident.Code]string{"A": bad}})
	wellFormed(t, page)
	if strings.Contains(page, "<script") || strings.Count(page, "<style") != 1 {
		t.Error("words became markup")
	}
}

// view is how a page is looked at: how wide, in which scheme of colours (blink's
// preferredColorScheme: 0 is dark).
type view struct {
	size   string
	scheme int
}

var (
	desk, deskDark   = view{"1440,900", 1}, view{"1440,900", 0}
	phone, phoneDark = view{"390,844", 1}, view{"390,844", 0}
)

// axe runs axe-core on a page in Chromium, as wide as a desk and as a phone, in
// light and dark, and fails for every violation of WCAG 2.2 AA.
func axe(t *testing.T, page string, views ...view) {
	t.Helper()
	if len(views) == 0 {
		views = []view{desk, deskDark, phone, phoneDark}
	}
	script, err := os.ReadFile("../../../node_modules/axe-core/axe.min.js")
	browser, lookErr := exec.LookPath("chromium")
	if err != nil || lookErr != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("chromium and axe-core are needed: %v %v", err, lookErr)
		}
		t.Skip("chromium or axe-core is not here (test.sh installs both); the page was not judged")
	}
	page = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`).ReplaceAllString(page, "")
	page = strings.Replace(page, "</body>", `<script>`+strings.ReplaceAll(string(script), "</script", `<\/script`)+`</script><script>
addEventListener('load',()=>axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r=>{
const p=document.createElement('pre');p.id='judged';p.textContent=JSON.stringify(r.violations.map(v=>v.id+': '+v.nodes.slice(0,3).map(n=>n.html+' '+n.failureSummary).join(' | ')));document.body.append(p)}))</script></body>`, 1)
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, v := range views {
		out, err := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", "--user-data-dir="+filepath.Join(dir, "profile"), "--window-size="+v.size,
			fmt.Sprintf("--blink-settings=preferredColorScheme=%d", v.scheme), "--virtual-time-budget=60000", "--dump-dom", "file://"+file).Output()
		if err != nil {
			t.Fatalf("chromium: %v", err)
		}
		m := regexp.MustCompile(`(?s)<pre id="judged">(.*?)</pre>`).FindSubmatch(out)
		if m == nil {
			t.Fatal("axe did not finish")
		}
		var violations []string
		if err := json.Unmarshal([]byte(unescape(string(m[1]))), &violations); err != nil {
			t.Fatal(err)
		}
		for _, x := range violations {
			t.Errorf("%s, scheme %d: %s", v.size, v.scheme, x)
		}
	}
}

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(s)
}

func TestAxe(t *testing.T) {
	text := meridian(t)
	t.Run("compiled", func(t *testing.T) { axe(t, render(t, text, Options{Made: "4 texts", Notice: "A notice."})) })
	for _, s := range styles.All[1:] {
		t.Run(string(s), func(t *testing.T) { axe(t, render(t, text, Options{Style: s}), desk, phoneDark) })
	}
	t.Run("own", func(t *testing.T) {
		axe(t, render(t, styles.Only(text, "CAD"), Options{Style: styles.OwnNamed, Apart: true}), phone, deskDark)
	})
	t.Run("many", func(t *testing.T) { axe(t, render(t, crowd(t), Options{Style: styles.Columns}), desk, phoneDark) })
	t.Run("packages", func(t *testing.T) {
		var b bytes.Buffer
		if err := Packages(&b, somePackages()); err != nil {
			t.Fatal(err)
		}
		axe(t, b.String())
	})
	t.Run("comparison", func(t *testing.T) {
		base, _ := text.Project("base")
		ald, _ := text.Project("ALD")
		c, _, err := compare.Texts(base, ald, collate.Phrase)
		if err != nil {
			t.Fatal(err)
		}
		c.New = "ALD"
		var b bytes.Buffer
		if err := Comparison(&b, c); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, b.String())
		axe(t, b.String())
	})
	t.Run("summary", func(t *testing.T) {
		var b bytes.Buffer
		err := Summary(&b, Digest{Title: "Talks", Lines: []string{"On record: parties 4"}, Notice: "A notice.", Sections: []Section{
			{Title: "Texts", Rows: [][]string{{"Text 1", "5 Oct 2026", "28 points"}, {"Text 2", "7 Oct 2026", "28 points, <of> & others"}}},
			{Title: "Who wants what", Compiled: text},
			{Title: "Issues", Words: []string{"open: i1 Control of the eastern shore", "— as one official said"}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, b.String())
		axe(t, b.String())
	})
}

// somePackages is a page with every kind of thing on it.
func somePackages() PackagesView {
	v := PackagesView{
		Title: "Meridian <Lakes>", Lead: "Which choices?", Private: "Private: estimates by I. Varga.", Counted: "2 efficient packages",
		Parties:  []PackageParty{{"ALD", "Aldmark", 48}, {"BOR", "Borrin", 55}},
		Baseline: &PackageDrawn{Average: 50, Margin: -9, Values: []float64{39, 60}},
		Blocks:   []string{"8a: with the present words no package keeps everything."},
	}
	for k, letter := range []string{"A", "B"} {
		v.Packages = append(v.Packages, PackageDrawn{
			Letter: letter, Said: []string{"greatest sum & more"}, Average: 70 + float64(k), Margin: 13, Values: []float64{64, 77}, Notes: []string{"A note."},
			Choices: []PackageChoice{{Name: "8a", Title: "Width", Words: "6 km <wide>", Variants: []string{"2 km", "6 km <wide>"}, Shares: []string{"most", ""}}, {Name: "9a", Words: "two", AsBase: true, Shares: []string{"", ""}}},
		})
	}
	v.Efficient = []PackageDrawn{{Average: 71, Margin: 6, Values: []float64{69, 61}}}
	v.Others = []PackageDrawn{{Average: 41, Margin: -16, Values: []float64{32, 51}}}
	return v
}

func TestPackages(t *testing.T) {
	v := somePackages()
	var b, again, chart bytes.Buffer
	for _, to := range []*bytes.Buffer{&b, &again} {
		if err := Packages(to, v); err != nil {
			t.Fatal(err)
		}
	}
	page := b.String()
	wellFormed(t, page)
	if page != again.String() {
		t.Error("the same packages give different pages")
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "style=\"") || strings.Contains(page, "6 km <wide>") {
		t.Error("the page has scripts, inline styles or words as markup")
	}
	for _, want := range []string{"estimates by I. Varga", "could be better for all", "efficient", "<td class=\"num\">-16</td>", "<td class=\"num\">70</td>", "present text"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if n := strings.Count(page, `role="img"`); n != strings.Count(page, "<desc") || n != 1 {
		t.Errorf("%d pictures, %d descriptions", n, strings.Count(page, "<desc"))
	}
	// the strips have their numbers beside them, and are nothing to those who do not see them
	if n := strings.Count(page, `<svg class="strip" aria-hidden="true">`); n != len(v.Parties) {
		t.Errorf("%d strips for %d parties", n, len(v.Parties))
	}
	if err := PackagesChart(&chart, v); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(chart.Bytes(), new(struct{})); err != nil {
		t.Errorf("the chart is no XML: %v", err)
	}
	empty := PackagesView{Title: "None", Private: "Private."}
	if err := Packages(io.Discard, empty); err != nil {
		t.Error(err)
	}
}

func BenchmarkCompiled(b *testing.B) {
	text := meridian(b)
	for b.Loop() {
		if err := Compiled(io.Discard, text, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
