package markdown

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzPlain reads what has no marks of Markdown, from the cases in testdata on.
func FuzzPlain(f *testing.F) {
	files, err := filepath.Glob("testdata/read/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no cases: %v", err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(txtar.Parse(src).Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if !bytes.Contains(src, []byte("#")) {
			fixed(t, string(src))
		}
	})
}
