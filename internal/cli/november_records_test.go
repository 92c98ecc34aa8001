package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"nonpaper/examples"
	"nonpaper/internal/app"
	"nonpaper/internal/event"
	"nonpaper/internal/eventlog"
	"nonpaper/internal/vault"
)

// rowsOf reads a table of the example made from the public record.
func rowsOf(t *testing.T, name string) (out []map[string]string) {
	t.Helper()
	src, err := fs.ReadFile(examples.Files, "november-2025/"+name)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(src)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = r[i]
		}
		out = append(out, row)
	}
	return out
}

// Every column of every row of what could be known in November 2025 goes into the
// record and comes out of it as it was.
func TestNothingOfNovemberIsLost(t *testing.T) {
	ring, err := vault.NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	process, err := app.Create(context.Background(), app.Config{Log: eventlog.NewMemory(), Ring: ring, Clock: func() time.Time { return now }}, app.Founding{
		ProcessOpened: event.ProcessOpened{Name: "November", PublicRecord: true, Notice: "Paraphrase."}, Keepers: []event.PersonIntroduced{{Person: keeperOf}}})
	if err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) []byte {
		t.Helper()
		var out, said bytes.Buffer
		p := &program{ctx: context.Background(), stdin: strings.NewReader(""), stdout: &out, stderr: &said, clock: func() time.Time { return now }, rand: rand.Reader,
			held: &heldOpen{process: process, file: "november.nonpaper"}}
		p.readFile = func(name string, _ int64) ([]byte, error) { return fs.ReadFile(examples.Files, "november-2025/"+name) }
		if exit := p.run(args); exit != Done {
			t.Fatalf("nonpaper %q: %s", args, said.String())
		}
		return out.Bytes()
	}
	list := func(of string, args ...string) map[string]map[string]any {
		t.Helper()
		var doc struct{ Result json.RawMessage }
		if err := json.Unmarshal(run(append(args, "--json")...), &doc); err != nil {
			t.Fatal(err)
		}
		var rows []map[string]any
		if of == "" {
			err = json.Unmarshal(doc.Result, &rows)
		} else {
			var in map[string]json.RawMessage
			if err = json.Unmarshal(doc.Result, &in); err == nil {
				err = json.Unmarshal(in[of], &rows)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]map[string]any{}
		for _, r := range rows {
			if l, ok := r["label"].(string); ok {
				out[l] = r
			} else if l, ok := r["ref"].(string); ok {
				out[l] = r
			}
		}
		return out
	}
	checked := 0
	same := func(row map[string]string, column string, got any) {
		t.Helper()
		said := ""
		switch v := got.(type) {
		case nil:
		case string:
			said = v
		case []any:
			var parts []string
			for _, x := range v {
				parts = append(parts, fmt.Sprint(x))
			}
			said = strings.Join(parts, ";")
		case map[string]any: // a time
			said = fmt.Sprint(v["from"])[:len("2006-01-02")]
		default:
			t.Fatalf("%s %s: %T", row["id"], column, got)
		}
		if want := strings.ReplaceAll(row[column], "; ", ";"); strings.ReplaceAll(said, "; ", ";") != want {
			t.Errorf("%s %s: %q came back as %q", row["id"], column, row[column], said)
		}
		checked++
	}
	run("text", "import", "us-28.md")
	for _, p := range [][]string{{"RU", "Russia"}, {"UA", "Ukraine"}, {"EUR", "European partners"}} {
		run("party", "add", p[0], p[1])
	}

	for _, r := range rowsOf(t, "principles.csv") {
		run("principle", "add", r["id"], r["title"], "--where", r["where"], "--when", r["when"], "--asserted-by", r["asserted_by"], "--absent", r["absent"],
			"--source", r["source"], "--certainty", r["certainty"], "--at", "2025-11-19")
		run("principle", "confirm", r["id"], "--by-word-of", r["confirmed_by"], "--at", "2025-11-21")
		run("principle", "derive", r["id"], "--not-said")
		x := list("principles", "principles")[r["id"]]
		for column, field := range map[string]string{"title": "title", "where": "where", "when": "when", "asserted_by": "assertedBy", "absent": "absent", "source": "source", "certainty": "certainty"} {
			same(r, column, x[field])
		}
		same(r, "confirmed_by", x["confirmedBy"].([]any)[0].(map[string]any)["by"])
		if x["wordsKnown"] != (r["words_known"] == "yes") || x["pointsNotSaid"] != (r["points_said_to_derive"] == "not said") || len(x["contestedBy"].([]any)) != 0 {
			t.Errorf("%v came back as %v", r, x)
		}
	}

	for _, r := range rowsOf(t, "issues.csv") {
		run("issue", "add", r["id"], r["issue"], "--about", strings.ReplaceAll(r["points"], ";", ","), "--description", r["description"], "--positions", r["positions"],
			"--state", r["state"], "--source", r["source"], "--certainty", r["certainty"])
	}
	issues := list("issues", "issues")
	for _, r := range rowsOf(t, "issues.csv") {
		x := issues[r["id"]]
		for column, field := range map[string]string{"issue": "title", "description": "description", "positions": "positions", "state": "state", "source": "source", "certainty": "certainty"} {
			same(r, column, x[field])
		}
		var about []any
		for _, a := range x["about"].([]any) { // the table has numbers, the record identities
			about = append(about, strings.TrimPrefix(fmt.Sprint(a), map[bool]string{true: "", false: "p"}[a == "process"]))
		}
		same(r, "points", about)
	}

	add := func(r map[string]string, claim string, flags ...string) {
		args := []string{"press", "add", r["id"], claim, "--outlet", r["outlet"], "--speaker", r["speaker"], "--source-type", r["source_type"], "--hedge", r["hedge"]}
		run(append(args, flags...)...)
	}
	for _, r := range rowsOf(t, "press.csv") {
		add(r, r["claim_paraphrase"], "--date", r["date"], "--about", strings.ReplaceAll(r["about"], ";", ","), "--differs-from", strings.ReplaceAll(r["differs_from"], ";", ","), "--source", r["source"])
	}
	for _, r := range rowsOf(t, "seed-claims.csv") {
		add(r, r["claim"], "--relayed-by", r["relayed_by"], "--kind", r["kind"], "--at", "2025-11-19")
	}
	press := list("", "press", "list")
	for _, r := range rowsOf(t, "press.csv") {
		x := press[r["id"]]
		for column, field := range map[string]string{"date": "date", "outlet": "outlet", "claim_paraphrase": "claim", "source_type": "sourceType", "speaker": "speaker", "hedge": "hedge", "about": "about", "source": "source"} {
			same(r, column, x[field])
		}
		differs := x["differsFrom"].([]any) // both ways: those that it names stand first
		n := len(strings.FieldsFunc(r["differs_from"], func(r rune) bool { return r == ';' }))
		if n > len(differs) {
			t.Errorf("%s differs from %v, want %s", r["id"], differs, r["differs_from"])
			continue
		}
		same(r, "differs_from", slices.Clone(differs[:n]))
	}
	for _, r := range rowsOf(t, "seed-claims.csv") {
		x := press[r["id"]]
		for column, field := range map[string]string{"claim": "claim", "relayed_by": "relayedBy", "outlet": "outlet", "speaker": "speaker", "source_type": "sourceType", "hedge": "hedge", "kind": "kind"} {
			same(r, column, x[field])
		}
	}

	party := map[string]string{"Russia": "RU", "Ukraine": "UA", "European partners": "EUR"}
	for _, r := range rowsOf(t, "told.csv") {
		args := []string{"know", "--ref", r["id"], "--party", party[r["party"]], "--level", "existence", "--way", "reported", "--said", r["level"], "--how", r["how"],
			"--told-by", r["by"], "--source", r["source"], "--certainty", r["certainty"], "--at", r["not_later_than"]}
		if r["person"] != "" {
			who := strings.ToLower(strings.ReplaceAll(r["person"], " ", "."))
			run("person", "add", who, r["person"], "--party", party[r["party"]], "--capacity", r["capacity"])
			args = append(args, "--person", who)
		}
		run(args...)
	}
	told := list("", "ledger")
	var people []map[string]any
	var doc struct{ Result json.RawMessage }
	if err := json.Unmarshal(run("person", "list", "--json"), &doc); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(doc.Result, &people); err != nil {
		t.Fatal(err)
	}
	for _, r := range rowsOf(t, "told.csv") {
		x := told[r["id"]]
		for column, field := range map[string]string{"level": "levelAsSaid", "how": "how", "by": "toldBy", "source": "source", "certainty": "certainty", "not_later_than": "when"} {
			same(r, column, x[field])
		}
		if x["party"] != party[r["party"]] {
			t.Errorf("%s is of %v", r["id"], x["party"])
		}
		if r["person"] == "" {
			continue
		}
		i := slices.IndexFunc(people, func(p map[string]any) bool { return p["handle"] == x["person"] })
		if i < 0 {
			t.Fatalf("%s: %v is not among %v", r["id"], x["person"], people)
		}
		same(r, "person", people[i]["name"])
		same(r, "capacity", people[i]["capacity"])
	}
	t.Logf("%d cells came back as they were", checked)
}
