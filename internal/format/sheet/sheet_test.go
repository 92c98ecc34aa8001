package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// words are words with everything that a spreadsheet program may take for something else.
var words = rapid.OneOf(
	rapid.SampledFrom([]string{"", "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "\t=1", "'x", "_x0041_", "_x0041_x0042_", "1e5", "TRUE", "2 km", "<b>&amp;</b>", "a\nb", " x ", "00012"}),
	rapid.String(),
)

// What is written as words is read back as words, whatever it is, and nothing in the
// workbook is a formula.
func TestWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Sheet{Name: "Words", Widths: []float64{10, 20}, Rows: [][]any{{"a", "b"}}}
		for range rapid.IntRange(1, 4).Draw(t, "rows") {
			s.Rows = append(s.Rows, []any{words.Draw(t, "words"), rapid.Float64Range(-1e9, 1e9).Draw(t, "number")})
		}
		src, err := Write([]Sheet{s, {Name: "More", Rows: [][]any{{"x", nil, 3}}}})
		if err != nil {
			t.Fatal(err)
		}
		again, err := Write([]Sheet{s, {Name: "More", Rows: [][]any{{"x", nil, 3}}}})
		if err != nil || !bytes.Equal(src, again) {
			t.Fatal("the same sheets, other bytes", err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for r, row := range s.Rows {
			cell, _ := excelize.CoordinatesToCellName(1, r+1)
			got, err := f.GetCellValue("Words", cell)
			if err != nil || got != fitting(row[0].(string)) {
				t.Fatalf("%q was read as %q (%v)", row[0], got, err)
			}
			kind, err := f.GetCellType("Words", cell)
			if err != nil || got != "" && kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
				t.Fatalf("%q is of kind %v (%v)", row[0], kind, err)
			}
		}
		for name, part := range parts(t, src) {
			if strings.Contains(part, "<f>") || strings.Contains(part, "<f ") {
				t.Fatalf("a formula in %s", name)
			}
		}
	})
}

// parts are the parts of a workbook; each has to be XML.
func parts(t interface{ Fatal(...any) }, src []byte) map[string]string {
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(bytes.NewReader(part)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(f.Name, err)
			}
		}
		if !f.Modified.IsZero() && f.Modified.Year() > 1980 {
			t.Fatal(f.Name, "has a date", f.Modified)
		}
		out[f.Name] = string(part)
	}
	return out
}

// A workbook says nothing of who made it, when and with what, and nothing in it points to
// a part that is not there.
func TestWithoutOrigin(t *testing.T) {
	src, err := Write([]Sheet{{Name: "One", Rows: [][]any{{"a"}, {"b"}}}})
	if err != nil {
		t.Fatal(err)
	}
	all := parts(t, src)
	for name, part := range all {
		for _, said := range []string{"docProps", "creator", "created", "xuri", "xcelize", "2006-09-16"} {
			if strings.Contains(name, said) || strings.Contains(part, said) {
				t.Errorf("%s says %s", name, said)
			}
		}
	}
	for _, want := range []string{"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		if all[want] == "" {
			t.Errorf("%s is missing", want)
		}
	}
	for _, part := range strings.Split(all["[Content_Types].xml"], "PartName=\"/")[1:] {
		if name, _, _ := strings.Cut(part, "\""); all[name] == "" {
			t.Errorf("%s is named and not there", name)
		}
	}
}

func TestFitting(t *testing.T) {
	for _, s := range []string{strings.Repeat("a", 40000), strings.Repeat("𐐷", 20000), strings.Repeat("ї", 32768)} {
		got := fitting(s)
		if n := len(utf16.Encode([]rune(got))); n > mostInCell || !strings.HasSuffix(got, cutOff) {
			t.Errorf("%d units, ends with %q", n, got[len(got)-40:])
		}
	}
	if s := strings.Repeat("a", mostInCell); fitting(s) != s {
		t.Error("what fits was cut")
	}
	if got := fitting("a\x00b\x1bc\nd"); got != "a□b□c\nd" {
		t.Errorf("%q", got)
	}
}

func TestWrong(t *testing.T) {
	for _, s := range []Sheet{{Name: "a/b"}, {Name: ""}, {Name: strings.Repeat("x", 32)}, {Name: "x", Rows: [][]any{{struct{}{}}}}} {
		if _, err := Write([]Sheet{s}); err == nil {
			t.Errorf("%+v was written", s)
		}
	}
}

// LibreOffice Calc opens it, and shows words and numbers.
func TestCalcOpens(t *testing.T) {
	calc, err := exec.LookPath("soffice")
	if err == nil {
		calc, err = filepath.EvalSymlinks(calc)
	}
	if err == nil { // it may be installed without Calc
		_, err = os.Stat(filepath.Join(filepath.Dir(calc), "libsclo.so"))
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("LibreOffice Calc (Debian: libreoffice-calc-nogui) is missing")
		}
		t.Skip("LibreOffice Calc (Debian: libreoffice-calc-nogui) is not here")
	}
	dir := t.TempDir()
	src, err := Write([]Sheet{{Name: "Packages", Rows: [][]any{{"Choice", "Words", "Value"}, {"8a", "=1+1", 2.5}, {"9", "@x, y", 3}}}, {Name: "Notes", Rows: [][]any{{"n"}}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "p.xlsx"), src, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(calc, "--headless", "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")), "--convert-to", "csv", "--outdir", dir, filepath.Join(dir, "p.xlsx"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got, err := os.ReadFile(filepath.Join(dir, "p.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "Choice,Words,Value\n8a,=1+1,2.5\n9,\"@x, y\",3\n"; string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
