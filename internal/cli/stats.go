package cli

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/burndown"
	"nonpaper/internal/chart"
	"nonpaper/internal/fault"
	"nonpaper/internal/marks"
)

type statsCmd struct {
	Files   []string `arg:"" name:"FILE" help:"Bracketed texts, one version behind the other: Markdown, plain text or compile's JSON; - for stdin."`
	As      string   `placeholder:"FORMAT" help:"text, json, csv or, for several files, svg; by the ending of -o, else text."`
	JSON    bool     `name:"json" help:"Short for --as json."`
	Parties string   `placeholder:"HAR,SEL" help:"Codes of parties that the text names; only needed where they have small letters."`
	Output  string   `short:"o" placeholder:"FILE" help:"Write to FILE."`
}

// Help is what stats --help says beside its flags.
func (statsCmd) Help() string {
	return "Of one text: what stands in brackets, by part, point and party, and what every square bracket was taken for. Of several: what became of the brackets from each version to the next, followed by their words."
}

func (c *statsCmd) Run(p *program) error {
	as, err := c.format()
	if err != nil {
		return err
	}
	parties, err := codeList(c.Parties)
	if err != nil {
		return err
	}
	var texts []burndown.Text
	var reports []burndown.Report
	if i := slices.Index(c.Files, "-"); i >= 0 && slices.Contains(c.Files[i+1:], "-") {
		return fault.Invalidf("only one text can come from stdin")
	}
	for _, f := range c.Files {
		m, err := p.readMarks(f, parties)
		if err != nil {
			return err
		}
		t := burndown.Text{Name: filepath.Base(calledFile(f)), Plan: m.Text, Starts: m.Starts, Marks: m.Marks}
		texts, reports = append(texts, t), append(reports, burndown.Of(t))
	}
	var steps []burndown.Step
	for i := 1; i < len(texts); i++ {
		steps = append(steps, burndown.Follow(texts[i-1], texts[i]))
	}
	out, err := statsAs(as, reports, steps)
	if err != nil {
		return err
	}
	return p.write(c.Output, out)
}

// format chooses the format as other commands do, with those of this one.
func (c *statsCmd) format() (string, error) {
	as := c.As
	if c.JSON {
		if as != "" && as != "json" {
			return "", fault.Invalidf("--json and --as %s at once", as)
		}
		as = "json"
	}
	if as == "" {
		as = "text"
		switch ending := strings.ToLower(filepath.Ext(c.Output)); ending {
		case ".json", ".csv", ".svg":
			as = ending[1:]
		}
	}
	switch as {
	case "text", "json", "csv":
	case "svg":
		if len(c.Files) < 2 {
			return "", fault.Invalidf("the chart shows several versions, and one file is named").WithHint("nonpaper stats first.md second.md --as svg -o chart.svg")
		}
	default:
		return "", fault.Invalidf("--as is text, json, csv or svg, not %s", as)
	}
	return as, nil
}

func statsAs(as string, reports []burndown.Report, steps []burndown.Step) ([]byte, error) {
	switch as {
	case "json":
		return statsJSON(reports, steps)
	case "csv":
		if len(reports) > 1 {
			return rowsCSV(burnRows(reports, steps, false))
		}
		return rowsCSV(pointRows(reports[0]))
	case "svg":
		svg, err := burnDown(reports, steps).SVG()
		return []byte(svg), err
	}
	if len(reports) == 1 {
		return []byte(statsText(reports[0])), nil
	}
	return []byte(burnText(reports, steps)), nil
}

// statsText is the report of one text.
func statsText(r burndown.Report) string {
	var b strings.Builder
	t := r.Total
	fmt.Fprintf(&b, "%s: %s at %s, %d deep; %s of %d in brackets (%s)\n", r.Name, plural(t.Brackets, "bracket"), plural(t.Places, "place"), t.Depth,
		plural(t.InBrackets, "word"), t.Words, percent(t.InBrackets, t.Words))
	fmt.Fprintf(&b, "%s in %d series; %d of all words in brackets or options (%s); %s, %s, %s, %s\n",
		plural(t.Options, "option"), t.Series, t.Open, percent(t.Open, t.Words),
		plural(t.Placeholders, "placeholder"), plural(t.Slots, "empty slot"), plural(t.EndMarks, "end mark"), plural(t.Instructions, "instruction"))
	if len(r.Parts) > 1 || len(r.Parts) == 1 && r.Parts[0].Name != "" {
		rows := [][]string{countHead("Part")}
		for _, p := range r.Parts {
			rows = append(rows, countRow(orWords(p.Name, "(no part)"), p.Count))
		}
		b.WriteString("\n" + figures(rows))
	}
	rows, still := [][]string{countHead("Point")}, 0
	for _, p := range r.Points {
		if c := p.Count; c.Brackets+c.Options+c.Instructions == 0 {
			still++
			continue
		}
		rows = append(rows, countRow(clipTo(p.Called(), 44), p.Count))
	}
	if len(rows) > 1 {
		b.WriteString("\n" + figures(rows))
	}
	if still > 0 {
		fmt.Fprintf(&b, "%s without brackets and options.\n", plural(still, "point"))
	}
	if len(r.Parties) > 0 {
		rows := [][]string{{"Party", "named at", "proposes or supports", "retains", "would delete or opposes", "reserves"}}
		for _, p := range r.Parties {
			rows = append(rows, append([]string{string(p.Code)}, ints(p.Places, p.Proposes, p.Retains, p.Against, p.Reserves)...))
		}
		b.WriteString("\n" + figures(rows))
	}
	fmt.Fprintf(&b, "\nSquare brackets: %d opening (%s), %d closing (%s).\n", r.Opened.Sum(), account(r.Opened), r.Shut.Sum(), account(r.Shut))
	if n := len(r.Problems); n > 0 {
		fmt.Fprintf(&b, "%s unclear and read as words, unless said otherwise:\n", map[bool]string{true: "1 place is", false: strconv.Itoa(n) + " places are"}[n == 1])
		for i, x := range r.Problems {
			if i == mostProblems {
				fmt.Fprintf(&b, "  and %d more: --as json\n", n-mostProblems)
				break
			}
			fmt.Fprintf(&b, "  %d:%d  %s\n", x.Line, x.Col, x.Kind)
		}
	}
	return b.String()
}

// mostProblems is how many unclear places the text format lists.
const mostProblems = 40

func countHead(what string) []string {
	return []string{what, "brackets", "places", "depth", "words", "in brackets", "options", "placeholders"}
}

func countRow(name string, c burndown.Count) []string {
	return []string{name, strconv.Itoa(c.Brackets), strconv.Itoa(c.Places), strconv.Itoa(c.Depth), strconv.Itoa(c.Words),
		fmt.Sprintf("%d (%s)", c.InBrackets, percent(c.InBrackets, c.Words)), strconv.Itoa(c.Options), strconv.Itoa(c.Placeholders)}
}

func ints(ns ...int) []string {
	out := make([]string, len(ns))
	for i, n := range ns {
		out[i] = strconv.Itoa(n)
	}
	return out
}

// figures sets rows in columns, all but the first to the right.
func figures(rows [][]string) string {
	var widths []int
	for _, r := range rows {
		for i, cell := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	var b strings.Builder
	for _, r := range rows {
		var line strings.Builder
		for i, cell := range r {
			pad := strings.Repeat(" ", widths[i]-len([]rune(cell)))
			if i == 0 {
				line.WriteString(cell + pad)
			} else {
				line.WriteString("  " + pad + cell)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

func clipTo(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

func percent(part, whole int) string {
	if whole == 0 {
		return "0 %"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(part)/float64(whole))
}

// account says what square brackets were taken for.
func account(a marks.Account) string {
	var parts []string
	for _, x := range []struct {
		n    int
		what string
	}{{a.Text, "of text"}, {a.Link, "of links"}, {a.Note, "of footnotes"}, {a.Escaped, "written as words"}, {a.Hidden, "in instructions, comments and front matter"}, {a.Unbalanced, "without another"}, {a.Deep, "too deep"}} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", x.n, x.what))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// pointRows are the points of a text as rows.
func pointRows(r burndown.Report) [][]string {
	rows := [][]string{{"part", "point", "line", "words", "words_in_brackets", "words_open", "brackets", "places", "depth", "spanning", "series", "options", "placeholders", "slots", "end_marks", "instructions"}}
	for _, p := range r.Points {
		c := p.Count
		rows = append(rows, append([]string{p.Part, p.Called()},
			ints(p.Line, c.Words, c.InBrackets, c.Open, c.Brackets, c.Places, c.Depth, c.Spanning, c.Series, c.Options, c.Placeholders, c.Slots, c.EndMarks, c.Instructions)...))
	}
	return rows
}

func rowsCSV(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(safeCells(rows)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// safeCells keeps a spreadsheet from taking words for a formula.
func safeCells(rows [][]string) [][]string {
	for _, r := range rows {
		for i, cell := range r {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				r[i] = "'" + cell
			}
		}
	}
	return rows
}

// burnRows are the versions as rows: what stands in each, and what became of
// the brackets of the one before.
func burnRows(reports []burndown.Report, steps []burndown.Step, shown bool) [][]string {
	rows := [][]string{{"version", "words", "words_in_brackets", "brackets", "places", "depth", "options", "placeholders", "settled", "settled_kept", "changed", "carried", "new"}}
	if shown {
		rows[0] = []string{"Version", "words", "in brackets", "brackets", "places", "options", "placeholders", "settled", "changed", "carried", "new"}
	}
	for i, r := range reports {
		c := r.Total
		row := append([]string{r.Name}, ints(c.Words, c.InBrackets, c.Brackets, c.Places, c.Depth, c.Options, c.Placeholders)...)
		if shown {
			row = []string{r.Name, strconv.Itoa(c.Words), fmt.Sprintf("%d (%s)", c.InBrackets, percent(c.InBrackets, c.Words)),
				strconv.Itoa(c.Brackets), strconv.Itoa(c.Places), strconv.Itoa(c.Options), strconv.Itoa(c.Placeholders)}
		}
		switch {
		case i == 0 && shown:
			row = append(row, "", "", "", "")
		case i == 0:
			row = append(row, "", "", "", "", "")
		case shown:
			s := steps[i-1]
			row = append(row, ints(s.Settled, s.Changed, s.Carried, s.New)...)
		default:
			s := steps[i-1]
			row = append(row, ints(s.Settled, s.SettledKept, s.Changed, s.Carried, s.New)...)
		}
		rows = append(rows, row)
	}
	return rows
}

func burnText(reports []burndown.Report, steps []burndown.Step) string {
	var b strings.Builder
	b.WriteString(figures(burnRows(reports, steps, true)))
	b.WriteString("\nSettled, changed, carried and new are places; brackets side by side are one place.\n")
	for _, s := range steps {
		fmt.Fprintf(&b, "%s -> %s: %s settled, %d of them with words that stand in the point now; %d changed, %d carried, %d new.\n",
			s.From, s.To, plural(s.Settled, "place"), s.SettledKept, s.Changed, s.Carried, s.New)
	}
	b.WriteString("Each of them: --as json. A chart: --as svg.\n")
	return b.String()
}

// burnDown is the chart of several versions.
func burnDown(reports []burndown.Report, steps []burndown.Step) chart.Columns {
	first, last := reports[0], reports[len(reports)-1]
	c := chart.Columns{
		Title: "Open places from version to version",
		Desc: fmt.Sprintf("Places in brackets, followed by their words: %d in %s, %d in %s. Each column shows what was carried over, changed and new (all of the first version); beside it, what was settled since the version before.",
			first.Total.Places, first.Name, last.Total.Places, last.Name),
	}
	carried, changed, fresh, settled := make([]float64, len(reports)), make([]float64, len(reports)), make([]float64, len(reports)), make([]float64, len(reports))
	var shares, brackets []string
	for i, r := range reports {
		c.Labels = append(c.Labels, strings.TrimSuffix(r.Name, filepath.Ext(r.Name)))
		if i == 0 {
			fresh[i] = float64(r.Total.Places)
		} else {
			s := steps[i-1]
			carried[i], changed[i], fresh[i], settled[i] = float64(s.Carried), float64(s.Changed), float64(s.New), float64(s.Settled)
		}
		shares = append(shares, percent(r.Total.InBrackets, r.Total.Words))
		brackets = append(brackets, strconv.Itoa(r.Total.Brackets))
	}
	c.Series = []chart.Series{{Name: "carried", Values: carried}, {Name: "changed", Values: changed}, {Name: "new", Values: fresh}, {Name: "settled", Values: settled, Beside: true}}
	c.Extra = []chart.Extra{{Name: "brackets", Cells: brackets}, {Name: "words in brackets", Cells: shares}}
	return c
}
