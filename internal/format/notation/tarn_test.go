package notation

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"nonpaper/internal/ident"
	"nonpaper/internal/styles"
)

var update = flag.Bool("update", false, "accept what is written as the golden text")

// TestTarnValley reads a plan as people wrote it in one of the dialects and writes it
// in styles: each case is a file whose parts behind the first name the style, with
// "-for-CODE" where one party is named alone.
func TestTarnValley(t *testing.T) {
	files, err := filepath.Glob("testdata/tarn-valley/*.txtar")
	if err != nil || len(files) < len(styles.All) {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			changed := false
			for i, f := range archive.Files[1:] {
				text := readPage(t, string(archive.Files[0].Data), nil)
				name, own, alone := strings.Cut(f.Name, "-for-")
				page := Page{Style: Style(name), Width: 110, Apart: alone || name == string(Unattributed)}
				if page.Apart {
					text = styles.Only(text, ident.Code(own))
				}
				if got := Text(text, page); got != string(f.Data) {
					if !*update {
						t.Errorf("%s: got\n%s\nwant\n%s", f.Name, got, f.Data)
					}
					archive.Files[i+1].Data, changed = []byte(got), true
				}
			}
			if changed && *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
