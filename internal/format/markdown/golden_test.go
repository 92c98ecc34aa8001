package markdown

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"nonpaper/internal/plan"
)

var update = flag.Bool("update", false, "accept what is read now")

// TestGolden reads the cases in testdata/read, one file each: what it shows,
// the text, and what is read from it. In a text called "quoted" \r, \u00a0 and
// the like stand for what they stand for in Go. -update accepts what is read
// now.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/read/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			c := txtar.Parse(src)
			if len(c.Files) == 0 {
				t.Fatal("there is no text in it")
			}
			input := string(c.Files[0].Data)
			if c.Files[0].Name == "quoted" {
				input = strings.ReplaceAll(input, `"`, `\"`)
				if input, err = strconv.Unquote(`"` + strings.ReplaceAll(input, "\n", `\n`) + `"`); err != nil {
					t.Fatal(err)
				}
			}
			fixed(t, input)
			text, notes, err := Read([]byte(input))
			if err != nil {
				t.Fatal(err)
			}
			got := describe(text, notes)
			if *update {
				c.Files = append(c.Files[:1], txtar.File{Name: "read", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(c), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(c.Files) != 2 || string(c.Files[1].Data) != got {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

// describe shows all that was read: items are set in as deep as they lie.
func describe(text plan.Text, notes []plan.Note) string {
	var b strings.Builder
	for _, f := range text.Front {
		fmt.Fprintf(&b, "front %s: %q\n", f.Key, f.Value)
	}
	if text.Title != "" {
		fmt.Fprintf(&b, "title %s\n", text.Title)
	}
	if text.Complete {
		b.WriteString("complete\n")
	}
	for _, p := range text.Points {
		fmt.Fprintf(&b, "line %d: %s", p.Line, p.Kind)
		for _, x := range []struct{ key, value string }{
			{"label", p.Label}, {"number", p.Number}, {"part label", p.PartLabel}, {"part", p.Part}, {"heading", p.Heading},
			{"id", string(p.ID)}, {"act", string(p.Act)}, {"after", string(p.After)},
		} {
			if x.value != "" {
				fmt.Fprintf(&b, ", %s %q", x.key, x.value)
			}
		}
		b.WriteByte('\n')
		for _, l := range plan.Lines(p.Body) {
			fmt.Fprintf(&b, "%s| %s\n", strings.Repeat("  ", l.Level), strings.TrimSpace(l.Label+" "+l.Text))
		}
	}
	for _, n := range notes {
		fmt.Fprintf(&b, "note, line %d: %s\n", n.Line, n.Text)
	}
	return b.String()
}
