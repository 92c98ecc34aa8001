// Package nonpaper_test holds what concerns the project as a whole.
package nonpaper_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// rows is the table of docs/design.md, section 5: a package imports only rows
// with smaller numbers.
var rows = map[string]int{
	"internal/ident":            0,
	"internal/fault":            0,
	"internal/pattern":          0,
	"internal/words":            1,
	"internal/bargain":          1,
	"internal/plan":             2,
	"internal/marks":            2,
	"internal/bracket":          3,
	"internal/align":            3,
	"internal/collate":          3,
	"internal/compile":          4,
	"internal/carry":            4,
	"internal/styles":           4,
	"internal/burndown":         4,
	"internal/marked":           5,
	"internal/reuse":            4,
	"internal/amend":            4,
	"internal/refs":             4,
	"internal/lint":             5,
	"internal/linkage":          4,
	"internal/compare":          5,
	"internal/event":            5,
	"internal/intake":           5,
	"internal/room":             6,
	"internal/access":           7,
	"internal/view":             8,
	"internal/find":             9,
	"internal/paper":            9,
	"internal/chart":            9,
	"internal/eventlog":         10,
	"internal/eventlog/logtest": 11, // the conformance suite, for the tests of stores
	"internal/vault":            10,
	"internal/strip":            10,
	"internal/sqlite":           11,
	"internal/live":             11,
	"internal/app":              12,
	"internal/local":            14,
	"internal/format/markdown":  10,
	"internal/format/jsontext":  10,
	"internal/format/notation":  10,
	"internal/format/html":      10,
	"internal/format/mail":      10,
	"internal/format/folder":    10,
	"internal/format/domain":    10,
	"internal/format/ics":       10,
	"internal/format/sheet":     10,
	"internal/cli":              15,
	"cmd/nonpaper":              16,
	"examples":                  -1, // beside the rows: imports nothing, and only cli imports it
}

// lastPure is the last row without clock, chance, input, output, locks and
// context.
const lastPure = 9

var impure = map[string]bool{
	"context": true, "os": true, "io": true, "io/fs": true, "io/ioutil": true, "net": true, "net/http": true, "time": true,
	"sync": true, "sync/atomic": true, "math/rand": true, "math/rand/v2": true, "crypto/rand": true, "log": true, "log/slog": true,
	"os/exec": true, "runtime": true, "syscall": true, "unsafe": true, "bufio": true,
}

// elsewhere are the pure packages that may use modules from elsewhere.
var elsewhere = map[string]bool{"internal/words": true, "internal/event": true}

// maxLines is the length of a source file above which it is more than one
// thought.
const maxLines = 600

// The sources are parsed here and not by the go command: what a child process
// reads is not seen by the test cache, which would then serve a stale pass.
func TestImports(t *testing.T) {
	found := map[string]bool{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); base == "testdata" || base == "node_modules" || len(base) > 1 && base[0] == '.' {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if n := strings.Count(string(src), "\n"); n > maxLines {
			t.Errorf("%s has %d lines, more than %d", name, n, maxLines)
		}
		if strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(name))
		found[pkg] = true
		checkFile(t, name, pkg, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range rows {
		if !found[pkg] {
			t.Errorf("%s stands in the table and is not there", pkg)
		}
	}
}

func checkFile(t *testing.T, name, pkg string, file *ast.File) {
	row, known := rows[pkg]
	if !known {
		t.Errorf("%s: package %s has no row in the table", name, pkg)
		return
	}
	for _, im := range file.Imports {
		to, _ := strconv.Unquote(im.Path.Value)
		own, inside := strings.CutPrefix(to, "nonpaper/")
		switch {
		case inside && rows[own] >= row:
			t.Errorf("%s (row %d) imports %s (row %d)", name, row, own, rows[own])
		case inside && own == "examples" && pkg != "internal/cli":
			t.Errorf("%s imports the examples", name)
		case inside:
		case pkg == "internal/pattern" && to == "sync": // a value that is made once, the same whoever asks first
		case row >= 0 && row <= lastPure && impure[to]:
			t.Errorf("%s is pure and imports %s", name, to)
		case row <= lastPure && strings.Contains(strings.Split(to, "/")[0], ".") && !elsewhere[pkg]:
			t.Errorf("%s imports %s from elsewhere", name, to)
		}
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			t.Errorf("%s: nothing runs by itself, and init does", name)
		}
	}
}
