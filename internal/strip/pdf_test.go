package strip_test

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nonpaper/internal/strip"
)

// pdfOf writes a PDF of one page with the words, from objects that are written as they
// stand; object 1 is the catalogue, 2 the pages, 3 the page.
func pdfOf(catalogue, page, info string, more ...string) []byte {
	words := "BT /F1 12 Tf 20 100 Td (The line of contact.) Tj ET"
	objects := append([]string{
		"<</Type/Catalog/Pages 2 0 R" + catalogue + ">>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>" + page + ">>>>",
		stream("", words),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<<" + info + ">>",
	}, more...)
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, x := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R/Info 6 0 R/ID[<50><50>]>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func stream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

const info = "/Author(PLANTED)/Producer(PLANTED)/CreationDate(D:20251103120000Z)/Title(PLANTED)"

func TestPDF(t *testing.T) {
	photo := string(jpegWith(t, image.NewGray(image.Rect(0, 0, 8, 8)), 1))
	xmp := stream("/Type/Metadata/Subtype/XML", "<x:xmpmeta xmlns:x='adobe:ns:meta/'>PLANTED</x:xmpmeta>")
	src := pdfOf("/Metadata 7 0 R/PieceInfo<</PLANTED<</LastModified(D:20251103120000Z)/Private(PLANTED)>>>>", "/XObject<</I 8 0 R>>", info, xmp,
		stream("/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Metadata 7 0 R", photo),
		"<</PLANTED(an earlier state that nothing leads to)>>")
	got, err := strip.File("letter.pdf", src)
	if err != nil {
		t.Fatal(err)
	}
	if got.Left != "" || bytes.Contains(got.Content, []byte("PLANTED")) {
		t.Fatalf("left %q\n%q", got.Left, got.Content)
	}
	for _, gone := range []string{"20251103", "pdfcpu", "xmpmeta", "Exif"} {
		if bytes.Contains(got.Content, []byte(gone)) {
			t.Errorf("%q is in it", gone)
		}
	}
	twice(t, "letter.pdf", got)
	time.Sleep(1100 * time.Millisecond) // dates are to the second
	again, err := strip.File("letter.pdf", src)
	if err != nil || !bytes.Equal(again.Content, got.Content) {
		t.Fatalf("a second later it is another file (%v)", err)
	}
	samePages(t, src, got.Content)
}

// What is not metadata, or cannot be taken out, is said.
func TestPDFLeft(t *testing.T) {
	for _, x := range [][2]string{
		{string(pdfOf("/Names<</EmbeddedFiles<</Names[(a)7 0 R]>>>>", "", "", "<</Type/Filespec/F(a)/EF<</F 8 0 R>>>>", stream("/Type/EmbeddedFile", "x"))), "other files"},
		{string(pdfOf("/OpenAction<</S/JavaScript/JS(app.alert(1))>>", "", "")), "what it is to do"},
		{strings.Replace(string(pdfOf("/AcroForm<</Fields[7 0 R]>>", "", "", "<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]/FT/Tx/T(a)/V(b)>>")), "/Contents 4 0 R", "/Contents 4 0 R/Annots[7 0 R]", 1), "its form"},
		{strings.Replace(string(pdfOf("", "", "", "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(no)/T(Vale)>>")), "/Contents 4 0 R", "/Contents 4 0 R/Annots[7 0 R]", 1), "notes on the pages"},
		{string(pdfOf("/AcroForm<</SigFlags 3/Fields[7 0 R]>>", "", info, "<</FT/Sig/T(s)/V<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<00>>>>>")), "the PDF is signed"},
		{"%PDF-1.4\nnothing that is a PDF\n%%EOF", "could not be taken apart"},
	} {
		got, err := strip.File("letter.pdf", []byte(x[0]))
		if err != nil || !strings.Contains(got.Left, x[1]) {
			t.Errorf("want %s: left %q (%v)", x[1], got.Left, err)
		}
		if kept := strings.Contains(got.Left, "kept as it is"); kept && string(got.Content) != x[0] {
			t.Errorf("%s: it is said to be kept as it is", x[1])
		}
	}
}

// A PDF of a real program, with pictures, links and tags, reads and looks the same.
func TestPDFOfBrowser(t *testing.T) {
	browser := ""
	for _, name := range []string{"chromium", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			browser = p
		}
	}
	if browser == "" {
		absent(t, "Chromium, which prints a page into a PDF")
	}
	dir := t.TempDir()
	page := filepath.Join(dir, "planted.html")
	if err := os.WriteFile(page, []byte(`<title>PLANTED</title><h1>Point 7</h1><p>The line of contact, <a href="https://example.org/">as agreed</a>.<table><tr><td>14<td>days</table><svg width=90 height=40><rect width=80 height=30 fill=teal /></svg><p style="page-break-before:always">Second page.`), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out.pdf")
	if b, err := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--user-data-dir="+dir, "--print-to-pdf="+out, page).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	src, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	got, err := strip.File("page.pdf", src)
	if err != nil || got.Left != "" {
		t.Fatalf("left %q (%v)", got.Left, err)
	}
	for _, gone := range []string{"PLANTED", "HeadlessChrome", "Skia", "CreationDate"} {
		if bytes.Contains(got.Content, []byte(gone)) {
			t.Errorf("%q is in it", gone)
		}
	}
	twice(t, "page.pdf", got)
	samePages(t, src, got.Content)
}

func absent(t *testing.T, what string) {
	if os.Getenv("CI") == "true" {
		t.Fatalf("missing: %s", what)
	}
	t.Skipf("missing: %s", what)
}

// samePages reports where two PDFs differ in their words or in their pages' pixels.
func samePages(t *testing.T, a, b []byte) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		absent(t, "poppler-utils, which draws the pages")
	}
	look := func(src []byte, command ...string) string {
		c := exec.Command(command[0], command[1:]...)
		c.Stdin = bytes.NewReader(src)
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%s: %v", command[0], err)
		}
		return string(out)
	}
	for _, c := range [][]string{{"pdftotext", "-", "-"}, {"pdftoppm", "-r", "60", "-"}} {
		if x, y := look(a, c...), look(b, c...); x != y || len(x) == 0 {
			t.Errorf("%s: %d bytes became %d others", c[0], len(x), len(y))
		}
	}
}
