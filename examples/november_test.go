package examples_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	notice = `notice: "Paraphrase for demonstration. No Government wrote or endorsed these words."`
	// origin is the data set that november-2025 was made from. A public clone
	// does not have it.
	origin = "../../shared/data/plan28"
)

func TestNovemberTextsAreWhole(t *testing.T) {
	for file, want := range map[string]int{"us-28.md": 28, "e3.md": 28, "eu24.md": 15, "draft-20.md": 20} {
		text := shipped(t, "november-2025/"+file)
		if got := len(points(text, nil)); got != want {
			t.Errorf("%s has %d points, not %d", file, got, want)
		}
		if !strings.Contains(text, notice) {
			t.Errorf("%s does not carry the notice", file)
		}
		if strings.Contains(text, "<!--") || strings.Contains(text, "act=keep") {
			t.Errorf("%s has a comment, or says for a party that it retains words", file)
		}
	}
	if !strings.Contains(shipped(t, "november-2025/manifest.yaml"), notice) {
		t.Error("the manifest does not carry the notice")
	}
}

// TestNovemberSaysWhatItsOriginSays holds each wording, table and source
// against the data set.
func TestNovemberSaysWhatItsOriginSays(t *testing.T) {
	if _, err := os.Stat(origin); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the data set that november-2025 was made from is not there: %v", err)
		}
		t.Skipf("%s is not there; the wordings of november-2025 were not checked against it", origin)
	}
	base := points(shipped(t, "november-2025/us-28.md"), nil)
	e3 := points(shipped(t, "november-2025/e3.md"), nil)
	same(t, "us-28.md", base, points(original(t, "plan-28.md"), isNote))
	same(t, "e3.md", e3, points(original(t, "counterproposal.md"), isNote))
	same(t, "draft-20.md", points(shipped(t, "november-2025/draft-20.md"), nil), points(original(t, "draft-20.md"), isNote))

	baseByID, e3ByID := byID(t, base), byID(t, e3)
	euByID := byID(t, points(shipped(t, "november-2025/eu24.md"), nil))
	for line := range strings.Lines(original(t, "versions.jsonl")) {
		var row versionRow
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		id := "#" + row.ID
		expect(t, "us-28 "+row.ID, baseByID[id].wording(), row.Base)
		euText := ""
		for _, v := range row.Versions {
			switch v.Version {
			case "e3-28":
				expect(t, "e3-28 "+row.ID, e3ByID[id].wording(), v.Text)
				if deletes := strings.Contains(e3ByID[id].attributes, "act=delete"); deletes != (v.Action == "delete") {
					t.Errorf("e3-28 %s: deletes is %v, the action is %s", row.ID, deletes, v.Action)
				}
				if v.Action == "keep" && !slices.Equal(e3ByID[id].lines, baseByID[id].lines) {
					t.Errorf("e3-28 %s keeps the base's words and does not have its lines", row.ID)
				}
			case "eu-24":
				euText = v.Text
				expect(t, "eu-24 heading "+row.ID, euByID[id].heading, row.Title)
			}
		}
		expect(t, "eu-24 "+row.ID, euByID[id].wording(), euText)
	}
	tables(t)
	sources(t)
}

// versionRow is one line of the data set's versions.jsonl: a point and what
// the texts that answer it make of it.
type versionRow struct {
	ID       string
	Title    string
	Base     string
	Sources  []string `json:"base_sources"`
	Versions []struct {
		Version, Action, Change, Checked, Text string
		Sources                                []string
	}
}

// same reports where two texts differ in their points' order, numbers, parts,
// headings or words.
func same(t *testing.T, file string, got, want []point) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s has %d points, its origin %d", file, len(got), len(want))
	}
	for i, p := range got {
		w := want[i]
		if p.number != w.number || p.heading != w.heading || p.part != w.part {
			t.Errorf("%s: %s %s (%s) stands where the origin has %s %s (%s)", file, p.number, p.heading, p.part, w.number, w.heading, w.part)
		}
		expect(t, file+" "+p.number, p.wording(), w.wording())
	}
}

func expect(t *testing.T, what, got, want string) {
	t.Helper()
	if want = strings.Join(strings.Fields(want), " "); got != want {
		t.Errorf("%s reads\n%q\nand in its origin\n%q", what, got, want)
	}
}

// isNote reports whether a line of the data set says something about a wording
// instead of being one.
func isNote(line string) bool {
	return strings.HasPrefix(line, "<!--") || strings.HasPrefix(line, "- ") || line == "(deleted)"
}

func original(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(origin, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// tables checks that the tables are unchanged.
func tables(t *testing.T) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(origin, "*.csv"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no tables in %s: %v", origin, err)
	}
	for _, path := range paths {
		name := filepath.Base(path)
		if shipped(t, "november-2025/"+name) != original(t, name) {
			t.Errorf("%s differs from its origin", name)
		}
	}
}

// sources checks that sources.csv has every action, change, check and address
// of the data set's versions.
func sources(t *testing.T) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(shipped(t, "november-2025/sources.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := make(map[string]int)
	for i, name := range rows[0] {
		column[name] = i
	}
	has := func(text, id, action, change, checked, addresses string) bool {
		return slices.ContainsFunc(rows[1:], func(r []string) bool {
			at := func(name string) string { return r[column[name]] }
			answers := slices.Contains(strings.Split(at("answers"), ";"), id) || text == "us-28" && at("point") == id
			return answers && at("text") == text && at("action") == action && at("change") == change &&
				(checked == "" || at("checked") == checked) && at("sources") == addresses
		})
	}
	for line := range strings.Lines(original(t, "versions.jsonl")) {
		var row versionRow
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if !has("us-28", row.ID, "", "", "", strings.Join(row.Sources, " ")) {
			t.Errorf("sources.csv lacks us-28 %s", row.ID)
		}
		for _, v := range row.Versions {
			if v.Version == "draft-20" && v.Action != "absent" {
				continue // one line for each of the twenty points there
			}
			if !has(v.Version, row.ID, v.Action, v.Change, v.Checked, strings.Join(v.Sources, " ")) {
				t.Errorf("sources.csv lacks %s %s", v.Version, row.ID)
			}
		}
	}
}
