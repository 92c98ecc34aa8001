package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nonpaper/examples"
	"nonpaper/internal/app"
)

// example reads a table of the first example, column by column.
func example(t *testing.T, name string) (rows []map[string]string) {
	t.Helper()
	src, err := fs.ReadFile(examples.Files, examples.First+"/"+name)
	if err != nil {
		t.Fatal(err)
	}
	table, err := csv.NewReader(bytes.NewReader(src)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range table[1:] {
		row := map[string]string{}
		for i, column := range table[0] {
			row[column] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func demoJSON(t *testing.T, args ...string) (out summaryOut) {
	t.Helper()
	if err := json.Unmarshal([]byte(runs(t, Done, append([]string{"demo", "--print", "--json"}, args...)...)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestEveryRowIsCarried holds that every row of the example is a record, counted by
// kind.
func TestEveryRowIsCarried(t *testing.T) {
	sum := demoJSON(t)
	for kind, table := range map[string]string{"parties": "parties.csv", "positions": "positions.csv", "events": "events.csv", "issues": "issues.csv",
		"press": "press.csv", "claims": "seed-claims.csv", "principles": "principles.csv", "told": "told.csv"} {
		if rows := example(t, table); sum.Records[kind] != len(rows) {
			t.Errorf("%s: %d records of %d rows", kind, sum.Records[kind], len(rows))
		}
	}
	if sum.Records["texts"] != 7 {
		t.Errorf("%d texts, want 4 on file and 3 known by report", sum.Records["texts"])
	}
}

// recordOfExample has of each entry of the drafting room the day on which it happened
// and all that it says.
func recordOfExample(t *testing.T) (out []string) {
	t.Helper()
	files, err := fs.Sub(examples.Files, examples.First)
	if err != nil {
		t.Fatal(err)
	}
	p := &program{ctx: context.Background(), clock: time.Now, rand: rand.Reader, quiet: true}
	from, err := readSource(p, files)
	if err != nil {
		t.Fatal(err)
	}
	s, err := from.inMemory(p)
	if err != nil {
		t.Fatal(err)
	}
	for e, err := range s.Entries(s.ctx, s.actor, app.Drafting) {
		if err != nil {
			t.Fatal(err)
		}
		says := fmt.Sprintf("%s %+v", jsonWhen(e.Body.When).From[:10], e.Body.Fact)
		out = append(out, strings.Join(strings.Fields(says), " "))
	}
	return out
}

// TestClaims holds that each claim of the report names the record that carries it,
// with speaker, source type and hedge, and that show shows it.
func TestClaims(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kept.nonpaper")
	sum := demoJSON(t, examples.First, "--as-of", "2025-11-19", "--keep", file)
	rows := example(t, "seed-claims.csv")
	if len(rows) != 16 || len(sum.Claims) != len(rows) {
		t.Fatalf("%d claims of %d", len(sum.Claims), len(rows))
	}
	for i, row := range rows {
		c := sum.Claims[i]
		if c.ID != row["id"] || c.Kind != row["kind"] || c.Speaker != row["speaker"] || c.SourceType != row["source_type"] || c.Hedge != row["hedge"] || c.Claim != row["claim"] || c.Record == "" {
			t.Errorf("%s is carried as %+v", row["id"], c)
		}
		shown := runs(t, Done, "-q", "show", c.Record, "-C", file)
		for _, want := range []string{row["claim"], row["speaker"], row["hedge"], row["kind"]} {
			if !strings.Contains(shown, want) {
				t.Errorf("show %s lacks %q", c.Record, want)
			}
		}
	}
	// Only what was known by then: one thing that did not take place that day, no
	// text on file, nothing of what was published later.
	for _, m := range sum.Texts {
		if !strings.HasPrefix(m.Nature, "known by report") {
			t.Errorf("%s is there before it was published", m.Label)
		}
	}
	for _, row := range example(t, "press.csv") {
		there := false
		for _, x := range sum.Press {
			there = there || x.Label == row["id"]
		}
		if there != (row["date"] <= "2025-11-19") {
			t.Errorf("press item %s of %s is shown: %v", row["id"], row["date"], there)
		}
	}
}

// TestAsOfAnyDay holds that what is shown of a day bears no later date.
func TestAsOfAnyDay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kept.nonpaper")
	demoJSON(t, "--keep", file)
	known := map[string]string{}
	for _, row := range example(t, "known.csv") {
		known[row["of"]] = row["since"]
	}
	since := func(id, day string) string {
		if s := known[id]; s != "" {
			return s
		}
		return day
	}
	for _, day := range []string{"2025-08-15", "2025-10-20", "2025-11-18", "2025-11-19", "2025-11-23", "2025-11-25", "2025-12-24", "2026-01-15", "2026-03-10"} {
		var got struct {
			Result []entryJSON `json:"result"`
		}
		if err := json.Unmarshal([]byte(runs(t, Done, "-q", "record", "--as-of", day, "--json", "-C", file)), &got); err != nil {
			t.Fatal(err)
		}
		count := map[string]int{}
		for _, e := range got.Result {
			count[e.Kind]++
			if e.When != nil && e.When.From[:10] > day && !strings.HasPrefix(e.Kind, "party.") && !strings.HasPrefix(e.Kind, "person.") && e.Kind != "instrument.opened" && e.Kind != "room.opened" {
				t.Errorf("as of %s: %s of %s", day, e.Says, e.When.From)
			}
		}
		by := func(table string, when func(map[string]string) string) (n int) {
			for _, row := range example(t, table) {
				if when(row) <= day {
					n++
				}
			}
			return n
		}
		events := by("events.csv", func(r map[string]string) string { return since(r["id"], r["date_end"]) })
		if n := count["meeting.held"] + count["meeting.not-held"]; n != events {
			t.Errorf("as of %s: %d events, want %d", day, n, events)
		}
		press := by("press.csv", func(r map[string]string) string { return r["date"] }) + by("seed-claims.csv", func(map[string]string) string { return "2025-11-19" })
		if count["press.recorded"] != press {
			t.Errorf("as of %s: %d press items, want %d", day, count["press.recorded"], press)
		}
		positions := by("positions.csv", func(r map[string]string) string { return r["date"] })
		if count["position.given"] != positions {
			t.Errorf("as of %s: %d positions, want %d", day, count["position.given"], positions)
		}
	}
}

// TestWrongFolder holds that a folder in which something is wrong makes no file,
// whether that is found while reading or while recording.
func TestWrongFolder(t *testing.T) {
	for name, x := range map[string]struct{ file, old, new, want string }{
		"unknown party": {"positions.csv", "Ukraine,6,", "Atlantis,6,", `no party is called "Atlantis"`},
		"unknown point": {"positions.csv", "Ukraine,6,", "Ukraine,66,", "positions.csv:"},
		"points":        {"manifest.yaml", "points: 20,", "points: 19,", "draft-20.md has 20 points, and the manifest says 19"},
		"no text":       {"us-28.md", "", "\xff\xfe", "UTF-16"},
	} {
		dir := t.TempDir()
		from := filepath.Join(dir, "from")
		runs(t, Done, "demo", "--files", from)
		path := filepath.Join(from, x.file)
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(string(src), x.old, x.new, 1)
		if changed == string(src) {
			t.Fatalf("%s: %q does not stand in %s", name, x.old, x.file)
		}
		if err := os.WriteFile(path, []byte(changed), 0o666); err != nil {
			t.Fatal(err)
		}
		var out, said bytes.Buffer
		exit := Main([]string{"new", filepath.Join(dir, "made"), "--from", from, "--no-passphrase"}, strings.NewReader(""), &out, &said)
		if exit == Done || !strings.Contains(said.String(), x.want) {
			t.Errorf("%s: exit status %d\n%s", name, exit, said.String())
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "made*")); len(left) > 0 {
			t.Errorf("%s left %q behind", name, left)
		}
	}
}

// TestSameProcess holds that a folder on disk and the embedded one make the same
// process, with either kind of folder.
func TestSameProcess(t *testing.T) {
	for _, name := range []string{"november-2025", "meridian-lakes"} {
		dir := t.TempDir()
		runs(t, Done, "demo", name, "--files", filepath.Join(dir, "from"))
		runs(t, Done, "new", filepath.Join(dir, "a"), "--from", filepath.Join(dir, "from"), "--no-passphrase")
		runs(t, Done, "demo", name, "--keep", filepath.Join(dir, "b"))
		says := func(file string) string {
			var got []string
			for _, line := range strings.Split(runs(t, Done, "-q", "record", "-C", filepath.Join(dir, file+extension)), "\n") {
				got = append(got, strings.TrimSpace(line))
			}
			return strings.Join(got, "\n")
		}
		if a, b := says("a"), says("b"); a != b || len(a) < 1000 {
			t.Errorf("%s: the two records differ", name)
		}
	}
}

// TestPublicRecordRefuses holds that a process made from the public record refuses
// what would say of real people what nobody has put on record, and says why.
func TestPublicRecordRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kept.nonpaper")
	if out := runs(t, Done, "demo", "--keep", file); strings.Count(out, "No Government wrote or endorsed these words.") < 1 {
		t.Error("the summary lacks the notice")
	}
	for _, args := range [][]string{
		{"press", "given", "c12"},
		{"given-all", "6,7"},
		{"position", "6", "supports", "--from", "UA", "--terms", "as-own-idea"},
		{"expect", "UA", "6", "opposes", "--expected-by", "the secretariat"},
	} {
		var out, said bytes.Buffer
		exit := Main(append(args, "-C", file), strings.NewReader(""), &out, &said)
		if exit != NotPermitted || !strings.Contains(said.String(), "public record") {
			t.Errorf("%q: exit status %d\n%s", args, exit, said.String())
		}
	}
}
