package html

import (
	"bytes"
	"strings"
	"testing"

	"nonpaper/internal/collate"
	"nonpaper/internal/compare"
	"nonpaper/internal/event"
	"nonpaper/internal/paper"
	"nonpaper/internal/plan"
)

// somePaper is a paper with every kind of thing on it; kept or to be handed over.
func somePaper(t *testing.T, kept bool) *paper.Paper {
	t.Helper()
	text := func(words string) plan.Text {
		return plan.Text{Title: "Framework", Points: []plan.Point{{Kind: plan.KindPoint, Number: "1", Heading: "Standstill", Body: words}, {Kind: plan.KindPoint, Number: "2", Body: "No heading <here>."}}}
	}
	c, _, err := compare.Texts(text("The Parties shall observe a standstill."), text("The Parties shall observe a full standstill."), collate.Phrase)
	if err != nil {
		t.Fatal(err)
	}
	x := &paper.Paper{Title: "For Aldmark <ALD> & others", Lines: []string{"Plenary 2", "Drawn up."}, Legend: "Without prejudice.", Notice: "A notice."}
	if kept {
		x.Private = `Kept: for "i.varga" \ and </style> m.rhee.`
	}
	x.Add(paper.Section{ID: "meeting", Title: "The meeting", Columns: []paper.Column{{ID: "name", Point: true}, {ID: "words"}}, Rows: []paper.Row{{paper.Say("When"), paper.Say("20 Nov")}}})
	x.Add(paper.Section{ID: "asked", Title: "Asked of you", Columns: []paper.Column{{ID: "on", Title: "On"}, {ID: "n", Title: "How many", Point: true}, {ID: "empty", Title: "By"}},
		Rows: []paper.Row{{paper.Items([]string{"P 1", "P 2"}, ", "), paper.Number(2), {}}}, Words: []string{"Some words <before>."}})
	x.Add(paper.Section{ID: "changes", Title: "What changed", Compared: &c})
	x.Add(paper.Section{ID: "within", Title: "Within", Within: true, None: "Nothing."})
	x.Add(paper.Section{ID: "given", Title: "Text 1", Columns: []paper.Column{{ID: "party", Title: ""}, {ID: "when", Title: "When"}}, Rows: []paper.Row{{paper.Say("ALD"), paper.Say("10 Nov")}},
		Picture: `<svg xmlns="http://www.w3.org/2000/svg" class="line" viewBox="0 0 692 60" width="692" height="60" role="img" aria-labelledby="a-t a-d"><title id="a-t">Text 1</title><desc id="a-d">ALD: first.</desc><text class="name" x="0" y="20">ALD</text><line class="lane" x1="70" x2="380" y1="16" y2="16"/><circle class="dot" cx="80" cy="16" r="4.5"/></svg>`})
	x.Add(paper.Section{ID: "text", Title: "Text 1, as you hold it", Break: true, Text: &paper.Text{Label: "Text 1", Head: "Text 1 · copy 2", Title: "Framework", Legend: "Wording outside brackets is not thereby agreed.", Sources: "1 ALD\n2 BOR",
		Points: []event.Point{{ID: "p1", Number: "1", PartLabel: "Part I", Part: "Common", Heading: "Standstill", Body: "The Parties <b>shall</b> [observe / keep - ALD] it.\nA second line."}, {ID: "p2", Number: "2", Body: "Words."}, {ID: "p3", Number: "3", Deleted: true}}}})
	x.Add(paper.Section{ID: "left out", Title: "Left out"})
	return x
}

func writtenPaper(t *testing.T, x *paper.Paper) string {
	t.Helper()
	var b bytes.Buffer
	if err := Paper(&b, x); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPaper(t *testing.T) {
	page := writtenPaper(t, somePaper(t, true))
	wellFormed(t, page)
	if page != writtenPaper(t, somePaper(t, true)) {
		t.Error("equal papers give other bytes")
	}
	for _, bad := range []string{"<script", " style=", "<ALD>", "<b>shall</b>", "Left out", "</style> m.rhee"} {
		if strings.Contains(page, bad) {
			t.Errorf("%q stands on the page", bad)
		}
	}
	if strings.Count(page, "<style") != 1 {
		t.Error("a name ended the style sheet")
	}
	for _, want := range []string{`class="kept"`, "Kept: for &#34;i.varga&#34;", "A notice.", "<del>", "full</ins>", "Without prejudice.", `class="sheet begins"`, "copy 2", "The same: one point."} {
		if !strings.Contains(page, want) {
			t.Errorf("%q does not stand on the page", want)
		}
	}
	if n := strings.Count(page, "A notice."); n != 2 {
		t.Errorf("the notice stands %d times, want 2", n)
	}
	if open := writtenPaper(t, somePaper(t, false)); strings.Contains(open, `<div class="kept"`) || strings.Contains(open, "Kept:") {
		t.Error("a paper that is handed over looks like one that is kept")
	}
}

func TestPaperAxe(t *testing.T) {
	t.Run("kept", func(t *testing.T) { axe(t, writtenPaper(t, somePaper(t, true))) })
	t.Run("handed over", func(t *testing.T) { axe(t, writtenPaper(t, somePaper(t, false)), desk, phoneDark) })
}
