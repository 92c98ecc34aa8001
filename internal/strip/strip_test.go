package strip_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/fault"
	"nonpaper/internal/strip"
)

const mark = "PLANTED-MARK"

// draw makes a picture by chance, with and without transparency and palettes.
func draw(t *rapid.T) image.Image {
	w, h := rapid.IntRange(1, 40).Draw(t, "w"), rapid.IntRange(1, 40).Draw(t, "h")
	r := image.Rect(0, 0, w, h)
	seed := rapid.Uint32().Draw(t, "seed")
	next := func() uint8 { seed = seed*1664525 + 1013904223; return uint8(seed >> 24) }
	switch rapid.IntRange(0, 3).Draw(t, "sort") {
	case 0:
		m := image.NewGray(r)
		for i := range m.Pix {
			m.Pix[i] = next()
		}
		return m
	case 1:
		m := image.NewPaletted(r, color.Palette{color.RGBA{1, 2, 3, 255}, color.RGBA{}, color.NRGBA{200, 9, 1, 80}})
		for i := range m.Pix {
			m.Pix[i] = next() % 3
		}
		return m
	case 2:
		m := image.NewNRGBA64(r)
		for i := range m.Pix {
			m.Pix[i] = next()
		}
		return m
	}
	m := image.NewNRGBA(r)
	for i := range m.Pix {
		m.Pix[i] = next()
	}
	return m
}

func segment(mark byte, data string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, mark}, uint16(2+len(data))), data...)
}

func chunk(name, data string) []byte {
	out := append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), name+data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// profile is a colour profile with one table of colours and words all over.
func profile() string {
	head := make([]byte, 128)
	copy(head[36:], "acsp")
	copy(head[4:], "PLNT")
	copy(head[48:], "PLANTED-MARK")
	copy(head[84:], mark)
	var tags, data []byte
	at := 128 + 4 + 3*12
	tags = binary.BigEndian.AppendUint32(tags, 3)
	for _, x := range [][2]string{{"desc", "desc\x00\x00\x00\x00" + mark}, {"wtpt", "XYZ \x00\x00\x00\x00colours-----"}, {"cprt", "text\x00\x00\x00\x00" + mark}} {
		tags = append(tags, x[0]...)
		tags = binary.BigEndian.AppendUint32(tags, uint32(at+len(data)))
		tags = binary.BigEndian.AppendUint32(tags, uint32(len(x[1])))
		data = append(data, x[1]...)
	}
	return string(slices.Concat(head, tags, data))
}

// exif says how a picture is turned, and where and with what it was taken.
func exif(turned int) string {
	return "MM\x00*\x00\x00\x00\x08\x00\x02\x01\x0f\x00\x02\x00\x00\x00\x0d\x00\x00\x00\x26\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(rune(turned)) + "\x00\x00\x00\x00\x00\x00" + mark + "\x00"
}

// jpegWith is a picture with metadata in every place that has some.
func jpegWith(t interface{ Fatal(...any) }, m image.Image, turned int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	src := b.Bytes()
	thumb := "JFIF\x00\x01\x02\x00\x00\x48\x00\x48\x01\x01" + "abc" + mark
	planted := slices.Concat(
		segment(0xe0, thumb), segment(0xe0, "JFXX\x00"+mark), segment(0xe1, "Exif\x00\x00"+exif(turned)), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+mark),
		segment(0xe2, "ICC_PROFILE\x00\x01\x01"+profile()), segment(0xe2, "MPF\x00"+mark), segment(0xed, "Photoshop 3.0\x00"+mark),
		segment(0xef, mark), segment(0xe9, mark), segment(0xfe, mark))
	out := slices.Concat(src[:2], planted, src[2:len(src)-2], segment(0xfe, mark), src[len(src)-2:], []byte(mark))
	return out
}

func TestJPEG(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		turned := rapid.IntRange(1, 8).Draw(t, "turned")
		src := jpegWith(t, draw(t), turned)
		got, err := strip.File("scan.JPG", src)
		if err != nil {
			t.Fatal(err)
		}
		if got.Type != strip.JPEG || got.Left != "" || bytes.Contains(got.Content, []byte("PLANTED")) || bytes.Contains(got.Content, []byte("PLNT")) {
			t.Fatalf("what was planted is still there: %q", got.Content[:min(600, len(got.Content))])
		}
		samePixels(t, src, got.Content, jpeg.Decode)
		if !bytes.Contains(got.Content, []byte("colours-----")) {
			t.Fatal("the colours of the profile went")
		}
		says := bytes.Contains(got.Content, []byte("\x01\x12\x00\x03\x00\x00\x00\x01\x00"+string(rune(turned))))
		if says != (turned > 1) {
			t.Fatalf("turned by %d, and it says so: %t", turned, says)
		}
		twice(t, "scan.jpg", got)
	})
}

func TestPNG(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b, z bytes.Buffer
		if err := png.Encode(&b, draw(t)); err != nil {
			t.Fatal(err)
		}
		w := zlib.NewWriter(&z)
		w.Write([]byte(profile()))
		w.Close()
		turned := rapid.IntRange(1, 8).Draw(t, "turned")
		planted := slices.Concat(chunk("tEXt", "Author\x00"+mark), chunk("zTXt", "x\x00\x00"+mark), chunk("iTXt", mark), chunk("tIME", "1234567"), chunk("pHYs", "123456789"),
			chunk("iCCP", mark+"\x00\x00"+z.String()), chunk("eXIf", exif(turned)), chunk("prVt", mark), chunk("sPLT", mark))
		src := slices.Concat(b.Bytes()[:33], planted, b.Bytes()[33:], []byte(mark))
		got, err := strip.File("map.png", src)
		if err != nil {
			t.Fatal(err)
		}
		if got.Type != strip.PNG || bytes.Contains(got.Content, []byte("PLANTED")) || bytes.Contains(got.Content, []byte("tIME")) {
			t.Fatal("what was planted is still there")
		}
		if !bytes.Contains(got.Content, []byte("iCCPicc\x00")) || bytes.Contains(got.Content, []byte("eXIf")) != (turned > 1) {
			t.Fatal("colours or the way up went")
		}
		samePixels(t, src, got.Content, png.Decode)
		twice(t, "map.png", got)
	})
}

func samePixels(t *rapid.T, a, b []byte, decode func(io.Reader) (image.Image, error)) {
	x, err := decode(bytes.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	y, err := decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if x.Bounds() != y.Bounds() {
		t.Fatal("another size")
	}
	for i := range x.Bounds().Dx() {
		for j := range x.Bounds().Dy() {
			if x.At(i, j) != y.At(i, j) {
				t.Fatalf("another colour at %d, %d", i, j)
			}
		}
	}
}

// twice: what has nothing to take out stays as it is.
func twice(t interface{ Fatalf(string, ...any) }, name string, c strip.Clean) {
	again, err := strip.File(name, c.Content)
	if err != nil || !bytes.Equal(again.Content, c.Content) {
		t.Fatalf("taken out again it is another file (%v)", err)
	}
}

// A picture that ends early is refused, wherever it ends.
func TestCut(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 30, 30))
	var p bytes.Buffer
	png.Encode(&p, m)
	for name, src := range map[string][]byte{"a.jpg": bytes.TrimSuffix(jpegWith(t, m, 6), []byte(mark)), "a.png": p.Bytes()} {
		for n := 1; n < len(src); n++ {
			if c, err := strip.File(name, src[:n]); err == nil {
				t.Fatalf("%s of %d bytes, cut after %d, is taken as %s", name, len(src), n, c.Type)
			} else if fault.KindOf(err) != fault.Invalid || fault.HintOf(err) == "" {
				t.Fatalf("cut after %d: %v", n, err)
			}
		}
	}
}

func docx(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.SetComment(mark)
	for i := 0; i < len(parts); i += 2 {
		w, _ := z.CreateHeader(&zip.FileHeader{Name: parts[i], Comment: mark, Extra: []byte("\x99\x99\x0c\x00" + mark)})
		w.Write([]byte(parts[i+1]))
	}
	z.Close()
	return b.Bytes()
}

func TestWord(t *testing.T) {
	picture := jpegWith(t, image.NewGray(image.Rect(0, 0, 8, 8)), 1)
	src := docx("[Content_Types].xml", "<Types/>", "word/document.xml", "<w:t>The line.</w:t>", "docProps/core.xml", mark, "docProps/app.xml", mark,
		"docProps/custom.xml", mark, "docProps/thumbnail.jpeg", string(picture), "word/media/image1.jpg", string(picture))
	got, err := strip.File("letter.docx", src)
	if err != nil {
		t.Fatal(err)
	}
	if got.Type != strip.Word || got.Left != "" {
		t.Fatalf("%s, left: %q", got.Type, got.Left)
	}
	z, err := zip.NewReader(bytes.NewReader(got.Content), int64(len(got.Content)))
	if err != nil {
		t.Fatal(err)
	}
	if z.Comment != "" || bytes.Contains(got.Content, []byte("PLANTED")) {
		t.Fatal("what was planted beside the parts is still there")
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil || bytes.Contains(data, []byte("PLANTED")) || !f.Modified.IsZero() && f.Modified.Year() > 1980 {
			t.Fatalf("%s: %v, dated %s, %q", f.Name, err, f.Modified, data)
		}
		if f.Name == "word/document.xml" && string(data) != "<w:t>The line.</w:t>" {
			t.Fatalf("the text reads %q", data)
		}
	}
	for _, x := range [][3]string{ // a part, what it is, what is left
		{"word/document.xml", `<w:ins w:author="A"/>`, "who made comments"},
		{"customXml/item1.xml", `<x/>`, "data of other programs"},
		{"word/media/a.wmf", `x`, "pictures of other kinds"},
	} {
		got, err := strip.File("letter.docx", docx("[Content_Types].xml", "", "word/document.xml", "", x[0], x[1]))
		if x[0] == "word/document.xml" {
			got, err = strip.File("letter.docx", docx("[Content_Types].xml", "", x[0], x[1]))
		}
		if err != nil || !strings.Contains(got.Left, x[2]) {
			t.Errorf("%s: left %q (%v)", x[1], got.Left, err)
		}
	}
}

// What a Word file says between its words, of the sessions in which it was written,
// the people and the template, goes; the words, and what looks like it in them, stay.
func TestWordSessions(t *testing.T) {
	for _, x := range [][3]string{
		{"word/document.xml", `<w:p w:rsidR="00A1" w:rsidRDefault="00B2" w:x="1"><w:t>Say w:rsidR="00A1" aloud.</w:t></w:p>`, `<w:p w:x="1"><w:t>Say w:rsidR="00A1" aloud.</w:t></w:p>`},
		{"word/settings.xml", "<w:zoom/><w:rsids><w:rsidRoot w:val=\"0\"/>\n</w:rsids><w:docVars><w:docVar w:name=\"a\"/></w:docVars>", "<w:zoom/>"},
		{"word/_rels/settings.xml.rels", `<Relationship Id="r1" Type="http://x/attachedTemplate" Target="file:///C:/Users/vale/House.dotm" TargetMode="External"/><Relationship Id="r2" Type="http://x/image" Target="a.png"/>`,
			`<Relationship Id="r1" Type="http://x/attachedTemplate" Target="Normal.dotm" TargetMode="External"/><Relationship Id="r2" Type="http://x/image" Target="a.png"/>`},
		{"word/people.xml", `<w15:person w15:author="Vale"/>`, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w15:people xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\"/>"},
	} {
		parts := []string{"[Content_Types].xml", "", x[0], x[1]}
		if x[0] != "word/document.xml" {
			parts = append(parts, "word/document.xml", "")
		}
		got, err := strip.File("letter.docx", docx(parts...))
		if err != nil || got.Left != "" {
			t.Fatalf("%s: %v, left %q", x[0], err, got.Left)
		}
		z, err := zip.NewReader(bytes.NewReader(got.Content), int64(len(got.Content)))
		if err != nil {
			t.Fatal(err)
		}
		r, err := z.Open(x[0])
		if err != nil {
			t.Fatal(err)
		}
		if data, _ := io.ReadAll(r); string(data) != x[2] {
			t.Errorf("%s: %s", x[0], data)
		}
		twice(t, "letter.docx", got)
	}
}

func TestRefused(t *testing.T) {
	var p bytes.Buffer
	png.Encode(&p, image.NewGray(image.Rect(0, 0, 2, 2)))
	bomb := docx("[Content_Types].xml", "", "word/document.xml", strings.Repeat("x", 65<<20))
	for i, x := range []struct{ name, src, want string }{
		{"a.jpg", "", "is empty"},
		{"a.jpg", p.String(), "calls itself a JPEG picture and is a PNG picture"},
		{"a.pdf", "words", "calls itself a PDF and is plain text"},
		{"a.png", "words", "calls itself a PNG picture"},
		{"a.html", "<p>words", "of a kind that is not taken"},
		{"a.tiff", "II*\x00", "a TIFF picture"},
		{"a.webp", "RIFF....WEBP", "a WebP picture"},
		{"a.zip", "PK\x03\x04", "a packed file"},
		{"a.doc", "\xd0\xcf\x11\xe0", "an old Word file"},
		{"a", "\x00\x01", "of a kind that is not taken"},
		{"a.txt", "\xff\xfe\x00", "of a kind that is not taken"},
		{"a.jpg", "\xff\xd8\xff\xd9", "there is no picture in it"},
		{"a.pdf", "%PDF-1.7 …", "it ends in the middle"},
		{"a.docx", string(bomb), "larger than 64 MB"},
		{"a.docx", string(docx("[Content_Types].xml", "", "word/document.xml", "", "word/vbaProject.bin", "")), "a program in it"},
		{"a.docx", string(docx("[Content_Types].xml", "", "word/document.xml", "", "word/document.xml", "")), "one name"},
	} {
		_, err := strip.File(x.name, []byte(x.src))
		if err == nil || !strings.Contains(err.Error(), x.want) || !strings.Contains(fault.HintOf(err), "Nothing was recorded.") {
			t.Errorf("%d, %s: %v (%s); want %q", i, x.name, err, fault.HintOf(err), x.want)
		}
	}
	for _, name := range []string{"note", "note.txt", "note.md", "NOTE.TXT"} {
		if got, err := strip.File(name, []byte("Words.")); err != nil || string(got.Content) != "Words." || got.Type != strip.Text {
			t.Errorf("%s: %q, %v", name, got.Content, err)
		}
	}
}

// FuzzFile: no crash; what is taken is taken again unchanged, and what is called a
// picture that can be drawn can be drawn the same afterwards.
func FuzzFile(f *testing.F) {
	m := image.NewGray(image.Rect(0, 0, 9, 7))
	var p bytes.Buffer
	png.Encode(&p, m)
	f.Add(jpegWith(f, m, 6))
	f.Add(p.Bytes())
	f.Add(docx("[Content_Types].xml", "", "word/document.xml", "x", "word/media/a.png", p.String()))
	f.Add([]byte("%PDF-1.4\n%%EOF"))
	f.Add(pdfOf("/Names<</EmbeddedFiles<</Names[(a)7 0 R]>>>>", "", info, "<</Type/Filespec/F(a)/EF<</F 8 0 R>>>>", stream("/Type/EmbeddedFile", "x")))
	f.Add([]byte(profile()))
	f.Fuzz(func(t *testing.T, src []byte) {
		c, err := strip.File("file", src)
		if err != nil {
			return
		}
		twice(t, "file", c)
		decode := map[strip.Type]func(io.Reader) (image.Image, error){strip.JPEG: jpeg.Decode, strip.PNG: png.Decode}[c.Type]
		if decode == nil {
			return
		}
		if conf, _, err := image.DecodeConfig(bytes.NewReader(src)); err != nil || conf.Width*conf.Height > 1<<20 {
			return
		}
		x, err := decode(bytes.NewReader(src))
		if err != nil {
			return
		}
		y, err := decode(bytes.NewReader(c.Content))
		if err != nil {
			t.Fatalf("it could be drawn before: %v", err)
		}
		if fmt.Sprint(x.Bounds()) != fmt.Sprint(y.Bounds()) {
			t.Fatal("another size")
		}
		for i := range x.Bounds().Dx() {
			for j := range x.Bounds().Dy() {
				if x.At(i, j) != y.At(i, j) {
					t.Fatalf("another colour at %d, %d", i, j)
				}
			}
		}
	})
}
