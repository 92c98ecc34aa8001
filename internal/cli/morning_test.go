package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/format/html"
	"nonpaper/internal/ident"
	"nonpaper/internal/room"
	"nonpaper/internal/view"
)

// busy is a sheet of a day on which so many things happened, with long words.
func busy(n int) *morning {
	until := time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)
	s := room.New(ident.Room{1})
	s.Name, s.Kind = "drafting", event.RoomDrafting
	m := &morning{moments: moments{until.Add(-13 * time.Hour), until, time.UTC}, around: &app.Around{Rooms: []*room.State{s}, Drafting: s, Now: until.UnixMicro()}}
	long := func(i int) string {
		return strings.Repeat(fmt.Sprintf("the words of thing %d, ", i), 1+i%9)
	}
	var all []ident.Code
	for i := range 30 {
		c := ident.Code(fmt.Sprintf("P%02d", i))
		all = append(all, c)
		s.Parties[c] = &room.Party{PartyIntroduced: event.PartyIntroduced{Code: c, Name: "Party " + string(c)}}
	}
	for i := range n {
		at := event.When{From: until.Add(-time.Duration(i+1) * time.Minute).UnixMicro()}
		m.news = append(m.news, view.News{When: at, By: all[:i%4], What: long(i), Room: "a-room-with-a-long-name", Weight: i%3 + 1})
		m.owed = append(m.owed, owedTogether{view.Owed{By: all[i%30], What: "confirm or disown what was recorded on its behalf", Since: at, Until: int64(i%2) * until.UnixMicro()}, strings.Split(long(i), ", ")})
		m.dues = append(m.dues, view.Dated{Kind: view.DatedMeeting, On: event.Date{From: until.Add(time.Duration(i) * time.Minute).UnixMicro()}, What: long(i), By: all[:i%31], Place: "the guest house", Points: []string{"1", "2", "3", "10", "11"}})
		m.press = append(m.press, view.PressNews{PressItem: &room.PressItem{PressRecorded: event.PressRecorded{Label: ident.Label(fmt.Sprint("c", i)), Outlet: "Courier", Claim: long(i), Speaker: "an official close to the talks", Date: at}}})
	}
	return m
}

// TestMorningIsOnePage prints the sheet of a quiet, a busy and a very busy day.
func TestMorningIsOnePage(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("chromium is not here; the sheet was not printed")
	}
	for _, n := range []int{0, 9, 400} {
		out, err := leafAs("html", busy(n).leaf("Lake talks"))
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		page, pdf := filepath.Join(dir, "sheet.html"), filepath.Join(dir, "sheet.pdf")
		if err := os.WriteFile(page, out, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--user-data-dir="+filepath.Join(dir, "profile"),
			"--no-pdf-header-footer", "--print-to-pdf="+pdf, "file://"+page).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		src, err := os.ReadFile(pdf)
		if err != nil {
			t.Fatal(err)
		}
		if pages := len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(src, -1)); pages != 1 {
			t.Errorf("the sheet of %d things each has %d pages", n, pages)
		}
	}
}

// TestFitPage checks that what is left out is counted, that the lines that are left fit,
// and that nothing lighter stays while something heavier goes.
func TestFitPage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts []sheetPart
		var before [][][]html.Cell
		for i := range rapid.IntRange(1, 4).Draw(t, "parts") {
			p := sheetPart{LeafSection: html.LeafSection{Title: "Part"}, share: []int{17, 12, 9, 7}[i], fewer: "things", more: "nonpaper record"}
			for k := range rapid.IntRange(0, 60).Draw(t, "rows") {
				p.Rows = append(p.Rows, []html.Cell{wordCell(fmt.Sprint(k)), wordCell(strings.Repeat("word ", rapid.IntRange(1, 30).Draw(t, "words")))})
				p.weights = append(p.weights, rapid.IntRange(1, 3).Draw(t, "weight"))
			}
			parts = append(parts, p)
			before = append(before, p.Rows)
		}
		said := strings.Join(fitPage(parts), " ")
		used := 0
		for i, p := range parts {
			kept := map[string]bool{}
			for _, r := range p.Rows {
				used += lines(r)
				kept[r[0].Words] = true
			}
			if gone := len(before[i]) - len(p.Rows); gone > 0 && !strings.Contains(said, fmt.Sprintf("%d of %d things", gone, len(before[i]))) {
				t.Fatalf("%d are gone, and it says %q", gone, said)
			}
			for k := range before[i] {
				for l := range before[i] {
					if !kept[fmt.Sprint(k)] && kept[fmt.Sprint(l)] && p.weights[l] < p.weights[k] {
						t.Fatalf("%d stays with the weight %d, and %d is gone with %d", l, p.weights[l], k, p.weights[k])
					}
				}
			}
		}
		if used > linesOfPage {
			t.Fatalf("%d lines", used)
		}
	})
}

// TestSheetLeavesNothingOutOfJSON checks that JSON has what the sheet leaves out.
func TestSheetLeavesNothingOutOfJSON(t *testing.T) {
	m := busy(300)
	leaf := m.leaf("Lake talks")
	if len(leaf.Left) != 4 {
		t.Errorf("left out: %q", leaf.Left)
	}
	out := m.json()
	if len(out.News) != 300 || len(out.Next) != 300 || len(out.Press) != 300 {
		t.Errorf("%d, %d, %d", len(out.News), len(out.Next), len(out.Press))
	}
	var text bytes.Buffer
	text.WriteString(leafText(leaf))
	if n := bytes.Count(text.Bytes(), []byte("\n")); n > 80 {
		t.Errorf("the sheet has %d lines as text", n)
	}
}
