package cli

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"nonpaper/internal/chart"
	"nonpaper/internal/event"
	"nonpaper/internal/fault"
	"nonpaper/internal/paper"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

type treatmentCmd struct {
	acting
	Since   string `placeholder:"TIME" help:"What was given and held since then; else all."`
	As      string `placeholder:"FORMAT" help:"text, markdown, html, json, csv or svg; by the ending of -o, else text."`
	JSON    bool   `name:"json" help:"Short for --as json."`
	Output  string `short:"o" placeholder:"FILE" help:"Write to FILE."`
	AsOf    string `name:"as-of" placeholder:"TIME" help:"What stood at that time, by when it happened."`
	AsKnown string `name:"as-known" placeholder:"TIME" help:"What stood at that time, by when it was entered."`
}

// Help is what treatment --help says beside its flags.
func (treatmentCmd) Help() string {
	return `What is on record, in the printed order of the parties: facts, and nothing is weighed. It is
for the secretariat, and says who may read it.`
}

// paperFormat is the format of a paper that can be written in others as well.
func paperFormat(as string, json bool, output string, more ...string) (string, error) {
	for _, m := range more {
		if as == m && !json || as == "" && !json && strings.HasSuffix(strings.ToLower(output), "."+m) {
			return m, nil
		}
	}
	return outputFormat(as, json, output)
}

func (c *treatmentCmd) Run(p *program) error {
	as, err := paperFormat(c.As, c.JSON, c.Output, "csv", "svg")
	if err != nil {
		return err
	}
	since := int64(0)
	if c.Since != "" {
		w, err := parseWhen(c.Since, p.clock())
		if err != nil {
			return err
		}
		since = w.From
	}
	at, err := (&reads{AsOf: c.AsOf, AsKnown: c.AsKnown}).asOf(p)
	if err != nil {
		return err
	}
	s, err := c.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	r, t, err := s.Treatment(s.ctx, s.actor, at, since)
	if err != nil {
		return err
	}
	var out []byte
	switch as {
	case "json":
		out, err = toJSON(noticed(s, treatmentJSON(r, &t)))
	case "csv":
		out, err = treatmentCSV(&t)
	case "svg":
		var picture string
		if len(t.Given) == 0 {
			return fault.NotFoundf("nothing was given out: there is nothing to draw")
		}
		picture, err = chart.Stack("Who was given what, and how long after the first", timelines(&t))
		out = []byte(picture)
	default:
		x := treatmentPaper(r, &t)
		x.Lines = append(x.Lines, drawnUp(p, s.Moment(at), at))
		if c.Since != "" {
			x.Lines = append(x.Lines, "Since "+sayWhen(event.When{From: since, Precision: event.ToMinute, Offset: offsetHere(p)})+".")
		}
		x.Notice = strings.TrimSpace(noticeLine(s))
		if as == "html" {
			if err := drawTimelines(x, &t); err != nil {
				return err
			}
		}
		out, err = writePaper(x, as, p.width(c.Output))
	}
	if err != nil {
		return err
	}
	return p.write(c.Output, out)
}

// offsetHere is how many minutes the clock here is ahead of UTC.
func offsetHere(p *program) int {
	_, offset := p.clock().Zone()
	return offset / 60
}

// givenName is how something that was given out is called.
func givenName(g *view.GivenOut) string {
	if g.Whole {
		return string(g.Label)
	}
	if len(g.Points) == 0 {
		return string(g.Label)
	}
	return string(g.Label) + ", " + view.Numbers(g.Points)
}

// sayAfter is how long after the first, in words.
func sayAfter(micro int64) string {
	if micro == 0 {
		return "first"
	}
	return chart.Span(float64(micro)/60_000_000) + " after"
}

// timelines are the pictures of what was given out, one each.
func timelines(t *view.Treatment) (out []chart.Timeline) {
	for i := range t.Given {
		g := &t.Given[i]
		line := chart.Timeline{ID: "tl-" + itoa(i+1) + "-", Title: givenName(g), Desc: "When each party was given it, counted from the first, " + sayWhen(g.First) + "."}
		for _, x := range g.To {
			m := chart.Mark{Name: string(x.Party), Never: x.Line == nil, Said: "not given"}
			if x.Line != nil {
				m.After = float64(x.After) / 60_000_000
				m.Said = sayWhen(x.Line.When) + ", " + sayAfter(x.After)
			}
			line.Rows = append(line.Rows, m)
		}
		out = append(out, line)
	}
	return out
}

// drawTimelines puts each picture above its table.
func drawTimelines(x *paper.Paper, t *view.Treatment) error {
	lines, k := timelines(t), 0
	for i := range x.Sections {
		if x.Sections[i].ID != "given" {
			continue
		}
		picture, err := lines[k].SVG()
		if err != nil {
			return err
		}
		x.Sections[i].Picture = picture
		k++
	}
	return nil
}

func treatmentPaper(r *room.State, t *view.Treatment) *paper.Paper {
	x := &paper.Paper{Title: "Equal treatment of the parties", Private: "For the secretariat, not handed over. It may be read by " + names(t.Readers) + ".",
		Lines: []string{"What is on record, in the printed order of the parties: facts, and nothing is weighed."}}
	var rows []paper.Row
	for _, p := range t.Parties {
		minutes := itoa(p.Minutes)
		if p.Unknown > 0 {
			minutes += fmt.Sprintf(", and %d of unknown length", p.Unknown)
		}
		rows = append(rows, paper.Row{paper.Say(string(p.Party)), paper.Say(fmt.Sprintf("%d of %d", p.Things, len(t.Given))), paper.Number(p.Meetings), paper.Number(p.Alone), paper.Say(minutes),
			paper.Number(len(p.Owed)), paper.Say(view.Ranges(p.Never))})
	}
	x.Add(paper.Section{ID: "parties", Title: "By party", None: "No parties.", Rows: rows, Columns: []paper.Column{{ID: "party", Title: "", Point: true}, {ID: "given", Title: "Given", Point: true},
		{ID: "meetings", Title: "Meetings held", Point: true}, {ID: "alone", Title: "With it alone", Point: true}, {ID: "minutes", Title: "Minutes"}, {ID: "owed", Title: "Answers we owe", Point: true}, {ID: "never", Title: "Points never given"}}})
	rows = nil
	for _, p := range t.Parties {
		var owed []string
		for _, it := range p.Owed {
			owed = append(owed, string(it.Label))
		}
		if len(owed) > 0 {
			rows = append(rows, paper.Row{paper.Say(string(p.Party)), paper.Items(owed, ", "), atTime(p.Owed[0].When)})
		}
	}
	x.Add(paper.Section{ID: "owed", Title: "Answers that we owe", None: "None.", Rows: rows, Columns: []paper.Column{{ID: "party", Title: "", Point: true}, {ID: "to", Title: "To"}, {ID: "since", Title: "The first since", Point: true}}})
	for i := range t.Given {
		g := &t.Given[i]
		var rows []paper.Row
		for _, y := range g.To {
			rows = append(rows, treatedRow(g, &y))
		}
		title := givenName(g)
		for k := range t.Given {
			if k != i && givenName(&t.Given[k]) == title {
				title += " (" + sayWhen(g.First) + ")"
				break
			}
		}
		x.Add(paper.Section{ID: "given", Title: title, Rows: rows, Columns: []paper.Column{{ID: "party", Title: "", Point: true}, {ID: "when", Title: "Given", Point: true}, {ID: "order", Title: "Order", Point: true},
			{ID: "after", Title: "After the first", Point: true}, {ID: "how", Title: "How"}, {ID: "rendering", Title: "Rendering", Point: true}, {ID: "receipt", Title: "Receipt"}}})
	}
	rows = nil
	for i := range t.Own {
		l := &t.Own[i]
		rows = append(rows, paper.Row{paper.Say(string(l.Person) + " (" + string(l.Party) + ")"), paper.Say(string(l.Label)), paper.Say(done[l.Mode]), atTime(l.When)})
	}
	x.Add(paper.Section{ID: "own", Title: "Told to people in their own capacity, and not to their parties", Rows: rows, Columns: []paper.Column{{ID: "person", Title: "", Point: true}, {ID: "label", Title: "What"}, {ID: "how", Title: "How"}, {ID: "when", Title: "When", Point: true}}})
	return x
}

// treatedRow is when and how one party was given something.
func treatedRow(g *view.GivenOut, y *view.Treated) paper.Row {
	if y.Line == nil {
		return paper.Row{paper.Say(string(y.Party)), paper.Say("not given"), {}, {}, {}, {}, {}}
	}
	return paper.Row{paper.Say(string(y.Party)), atTime(y.Line.When), paper.Number(y.Place), paper.Say(sayAfter(y.After)), paper.Say(howGiven(g, y)), paper.Say(string(y.Rendering)), paper.Say(sayReceipt(y.Line))}
}

func howGiven(g *view.GivenOut, y *view.Treated) string {
	l := y.Line
	how := done[l.Mode]
	if l.Copy > 0 {
		how += ", copy " + itoa(l.Copy)
	}
	if l.Label != g.Label {
		how += ", as " + string(l.Label)
	}
	if y.Again > 0 {
		how += fmt.Sprintf(", and %s more", times(y.Again))
	}
	return how
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return itoa(n) + " times"
}

func sayReceipt(l *view.Line) string {
	switch {
	case !l.Mode.Leaves():
		return ""
	case l.Gone != nil:
		return "copy destroyed " + sayWhen(l.Gone.When)
	case l.Returned != nil:
		return "copy returned " + sayWhen(l.Returned.When)
	case l.Receipt != nil:
		return "acknowledged " + sayWhen(l.Receipt.When)
	}
	return "not acknowledged"
}

type treatmentOut struct {
	Readers []string          `json:"mayBeReadBy"`
	Parties []treatedPartyOut `json:"parties"`
	Given   []givenOutOut     `json:"given"`
	Own     []ledgerJSON      `json:"toldInOwnCapacity"`
}

type treatedPartyOut struct {
	Party    string   `json:"party"`
	Name     string   `json:"name"`
	Given    int      `json:"given"`
	Meetings int      `json:"meetings"`
	Alone    int      `json:"meetingsAlone"`
	Minutes  int      `json:"minutes"`
	Unknown  int      `json:"meetingsOfUnknownLength"`
	Owed     []string `json:"answersOwed"`
	Never    []string `json:"pointsNeverGiven"`
}

type givenOutOut struct {
	Label  string       `json:"label"`
	Whole  bool         `json:"whole"`
	Points []string     `json:"points"`
	First  *whenJSON    `json:"first"`
	To     []treatedOut `json:"to"`
}

type treatedOut struct {
	Party     string    `json:"party"`
	Given     bool      `json:"given"`
	When      *whenJSON `json:"when"`
	Order     int       `json:"order,omitempty"` // from 1; those at the same moment share one
	After     int64     `json:"minutesAfterTheFirst"`
	Mode      string    `json:"mode,omitempty"`
	Rendering string    `json:"rendering,omitempty"`
	Label     string    `json:"label,omitempty"`
	Room      string    `json:"room,omitempty"`
	Copy      int       `json:"copy,omitempty"`
	Again     int       `json:"againTimes,omitempty"`
	Receipt   bool      `json:"receiptAcknowledged,omitempty"`
}

func treatmentJSON(r *room.State, t *view.Treatment) treatmentOut {
	out := treatmentOut{strs(t.Readers), []treatedPartyOut{}, []givenOutOut{}, ledgerLines(t.Own)}
	for _, p := range t.Parties {
		x := treatedPartyOut{string(p.Party), "", p.Things, p.Meetings, p.Alone, p.Minutes, p.Unknown, []string{}, append([]string{}, p.Never...)}
		if q := r.Parties[p.Party]; q != nil {
			x.Name = q.Name
		}
		for _, it := range p.Owed {
			x.Owed = append(x.Owed, string(it.Label))
		}
		out.Parties = append(out.Parties, x)
	}
	for i := range t.Given {
		g := &t.Given[i]
		x := givenOutOut{string(g.Label), g.Whole, append([]string{}, g.Points...), jsonWhen(g.First), []treatedOut{}}
		for _, y := range g.To {
			z := treatedOut{Party: string(y.Party)}
			if l := y.Line; l != nil {
				z = treatedOut{string(y.Party), true, jsonWhen(l.When), y.Place, y.After / 60_000_000, string(l.Mode), string(y.Rendering), string(l.Label), l.Room, l.Copy, y.Again, l.Receipt != nil}
			}
			x.To = append(x.To, z)
		}
		out.Given = append(out.Given, x)
	}
	return out
}

// treatmentCSV has a line for each party and each thing that was given out.
func treatmentCSV(t *view.Treatment) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"what", "party", "given", "when", "order", "minutes after the first", "mode", "rendering", "label", "copy", "receipt"}}
	for i := range t.Given {
		g := &t.Given[i]
		for _, y := range g.To {
			row := []string{givenName(g), string(y.Party), "no", "", "", "", "", "", "", "", ""}
			if l := y.Line; l != nil {
				copied := ""
				if l.Copy > 0 {
					copied = itoa(l.Copy)
				}
				row = []string{givenName(g), string(y.Party), "yes", atStart(l.When), itoa(y.Place), fmt.Sprint(y.After / 60_000_000), string(l.Mode), string(y.Rendering), string(l.Label), copied, sayReceipt(l)}
			}
			rows = append(rows, row)
		}
	}
	for _, row := range rows {
		for i := range row {
			row[i] = inert(row[i])
		}
	}
	err := w.WriteAll(rows)
	return b.Bytes(), err
}

// atStart is when something happened, as tables for programs have it.
func atStart(w event.When) string {
	if x := jsonWhen(w); x != nil {
		return x.From
	}
	return ""
}

// inert is a cell that a spreadsheet takes for words and not for a formula.
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
