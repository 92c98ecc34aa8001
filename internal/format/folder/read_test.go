package folder_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"nonpaper/examples"
	"nonpaper/internal/fault"
	"nonpaper/internal/format/folder"
)

func TestExamples(t *testing.T) {
	all, err := fs.ReadDir(examples.Files, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		sub, err := fs.Sub(examples.Files, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := folder.Read(sub); err != nil {
			t.Errorf("%s: %v", e.Name(), err)
		}
	}
}

const manifest = `title: Talks
base: v1
first-report: 2026-01-05
coverage: {to: 2026-02-01}
files:
  - {path: parties.csv, kind: parties}
  - {path: v1.md, kind: text, version: v1, date: 2026-01-06}
  - {path: positions.csv, kind: positions, rows: 1}
  - {path: events.csv, kind: events}
  - {path: press.csv, kind: press}
  - {path: told.csv, kind: told}
`

// small is a folder without faults.
func small() map[string]string {
	return map[string]string{
		"manifest.yaml": manifest,
		"parties.csv":   "code,name,aliases\nALD,Aldmark,the Aldmarkers\nBOR,Borrin,\n",
		"v1.md":         "# Talks\n\n### 1. Peace {#p1}\n\nThere shall be peace.\n",
		"positions.csv": "party,point,version,stance,date\nthe Aldmarkers,1,v1,support,2026-01-07\n",
		"events.csv":    "id,date_start,type,title\nev1,2026-01-08,meeting,A meeting\n",
		"press.csv":     "id,date,claim_paraphrase,source_type,about\nc1,2026-01-08,They met,unnamed,ev1\n",
		"told.csv":      "id,party,level\nt1,Borrin,words or gist (in detail)\n",
	}
}

func files(m map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, s := range m {
		out[name] = &fstest.MapFile{Data: []byte(s)}
	}
	return out
}

func TestSmall(t *testing.T) {
	f, err := folder.Read(files(small()))
	if err != nil {
		t.Fatal(err)
	}
	if p := f.Positions[0]; p.Party != "ALD" || p.Stance != "supports" || p.Stated != "support" {
		t.Errorf("the position is read as %+v", p)
	}
	if k := f.Told[0]; k.Level != "gist" || k.Date != "2026-01-05" {
		t.Errorf("what was told is read as %+v", k)
	}
}

// TestFaults holds that each fault is named with its place, and that nothing is read
// then.
func TestFaults(t *testing.T) {
	for name, x := range map[string]struct {
		file, old, new, want string
	}{
		"no manifest":         {"manifest.yaml", "*", "-", "manifest.yaml: it is not there"},
		"missing file":        {"events.csv", "*", "-", "manifest.yaml:9:5: events.csv is not there"},
		"unknown party":       {"positions.csv", "the Aldmarkers", "Nobody", `positions.csv:2:1: no party is called "Nobody"`},
		"duplicate id":        {"press.csv", "c1,", "ev1,", `press.csv:2:1: the identifier "ev1" stands twice, first at events.csv:2:1`},
		"bad date":            {"events.csv", "2026-01-08", "8 January", `events.csv:2:5: "8 January" is no date`},
		"bad stance":          {"positions.csv", "support", "maybe", `positions.csv:2:21: "maybe" is no stance`},
		"unknown version":     {"positions.csv", "v1,", "v9,", `positions.csv:2:18: no text of the folder has the version "v9"`},
		"unknown column":      {"press.csv", "about", "abuot", `press.csv:1:38: no column "abuot" is known`},
		"missing column":      {"press.csv", "id,", "", `press.csv:1:1: the column "id" is missing`},
		"too many cells":      {"press.csv", ",ev1", ",ev1,ev1", "press.csv:2:1: the row has more or fewer cells"},
		"open quotation mark": {"press.csv", "They", `"They`, "press.csv:2:37: a quotation mark"},
		"too few rows":        {"positions.csv", "the Aldmarkers,1,v1,support,2026-01-07\n", "", "manifest.yaml:8:5: positions.csv has 0 rows, and the manifest says 1"},
		"empty table":         {"press.csv", "*", "", "press.csv: it is empty"},
		"another encoding":    {"parties.csv", "Borrin", "Borr\xeen", "parties.csv:3:9: it is not in UTF-8 (byte 0xee)"},
		"UTF-16":              {"parties.csv", "*", "\xff\xfec\x00o\x00", "parties.csv: it is in UTF-16"},
		"large file":          {"press.csv", "*", strings.Repeat("x", 100<<20), "press.csv is larger than 16 MB"},
		"unknown key":         {"manifest.yaml", "base:", "bass:", `manifest.yaml:2:1: no "bass" is known in a manifest`},
		"unknown kind":        {"manifest.yaml", "kind: told", "kind: gossip", `manifest.yaml:11:5: "gossip" is no kind of file`},
		"no YAML":             {"manifest.yaml", "title: Talks", "title: [", "manifest.yaml:"},
		"alias in YAML":       {"manifest.yaml", "coverage: {to: 2026-02-01}", "coverage: &a {to: 2026-02-01}\nlicence: *a", "a manifest refers to no other place"},
		"outside":             {"manifest.yaml", "path: told.csv", "path: ../told.csv", `"../told.csv" is no file of the folder`},
		"no level":            {"told.csv", "words or gist", "much", `told.csv:2:11: "much (in detail)" says no level`},
		"public, no notice":   {"manifest.yaml", "base: v1", "base: v1\npublic-record: true", "has a notice, and none stands here"},
	} {
		m := small()
		switch {
		case x.new == "-":
			delete(m, x.file)
		case x.old == "*":
			m[x.file] = x.new
		default:
			if !strings.Contains(m[x.file], x.old) {
				t.Fatalf("%s: %q does not stand in %s", name, x.old, x.file)
			}
			m[x.file] = strings.ReplaceAll(m[x.file], x.old, x.new)
		}
		f, err := folder.Read(files(m))
		if err == nil || f != nil || !strings.Contains(err.Error(), x.want) || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	m := small()
	for _, name := range []string{"parties.csv", "positions.csv", "events.csv", "press.csv", "told.csv"} {
		f.Add(m["manifest.yaml"], name, m[name])
	}
	f.Add("title: &a [*a, *a]", "press.csv", "\"")
	f.Fuzz(func(t *testing.T, manifest, name, table string) {
		m := small()
		m["manifest.yaml"] = manifest
		if fs.ValidPath(name) && name != "." && name != "manifest.yaml" {
			m[name] = table
		}
		out, err := folder.Read(files(m))
		if (out == nil) == (err == nil) {
			t.Fatalf("%v, %v: a folder is read whole or not at all", out, err)
		}
	})
}
