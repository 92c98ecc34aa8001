package examples_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"nonpaper/examples"
)

// point is one "###" section of a text, as plainly as a test can read it.
type point struct {
	number, heading, attributes, part string
	lines                             []string
}

// wording folds a point's lines into one, so that a list written on one line
// equals the same list with a line for each item.
func (p point) wording() string {
	return strings.Join(strings.Fields(strings.Join(p.lines, " ")), " ")
}

var headingForm = regexp.MustCompile(`^### (?:(\d+(?: bis)?)\. )?(.*?)(?: \{(.*)\})?$`)

// points reads the sections of a text. Lines for which skip is true are no
// wording; skip may be nil.
func points(text string, skip func(line string) bool) []point {
	var (
		found []point
		part  string
		open  bool
	)
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch m := headingForm.FindStringSubmatch(line); {
		case m != nil:
			found = append(found, point{number: m[1], heading: m[2], attributes: m[3], part: part})
			open = true
		case strings.HasPrefix(line, "## "):
			part, open = strings.TrimPrefix(line, "## "), false
		case open && line != "" && (skip == nil || !skip(line)):
			last := &found[len(found)-1]
			last.lines = append(last.lines, line)
		}
	}
	return found
}

// shipped returns the contents of one embedded file.
func shipped(t *testing.T, name string) string {
	t.Helper()
	content, err := fs.ReadFile(examples.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// byID puts the points of a text under their identifiers.
func byID(t *testing.T, all []point) map[string]point {
	t.Helper()
	found := make(map[string]point, len(all))
	for _, p := range all {
		id, _, _ := strings.Cut(p.attributes, " ")
		if _, twice := found[id]; twice || !strings.HasPrefix(id, "#p") {
			t.Fatalf("point %q: identifier %q is missing or stands twice", p.heading, id)
		}
		found[id] = p
	}
	return found
}

func TestEveryFileOfAManifestIsShipped(t *testing.T) {
	named := regexp.MustCompile(`\{path: ([^,]+),`)
	for _, folder := range []string{"november-2025", "meridian-lakes"} {
		want := map[string]bool{"manifest.yaml": true}
		for _, m := range named.FindAllStringSubmatch(shipped(t, folder+"/manifest.yaml"), -1) {
			want[m[1]] = true
		}
		err := fs.WalkDir(examples.Files, folder, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			name := strings.TrimPrefix(path, folder+"/")
			if !want[name] {
				t.Errorf("%s is not named in the manifest", path)
			}
			delete(want, name)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for name := range want {
			t.Errorf("%s/%s is named in the manifest and is not there", folder, name)
		}
	}
}
