// Package strip takes out of a file what came with its content: where and with
// what a photograph was taken, who wrote a letter and with which program, small
// pictures of earlier states.
//
// It promises that what it gives shows the same (of a picture the same pixels, the
// same way up), that a JPEG or PNG has nothing in it but what is needed to draw it,
// and that it says in words what it could not take out of a PDF or a Word file. It
// decides what a file is by its content, and refuses one that calls itself
// something else, one that is not whole, and one of a kind that it does not know.
// It does not look for what is hidden in the picture itself.
package strip

import (
	"bytes"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"nonpaper/internal/fault"
)

// Type is a media type.
type Type string

// The types that are taken.
const (
	JPEG Type = "image/jpeg"
	PNG  Type = "image/png"
	PDF  Type = "application/pdf"
	Word Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	Text Type = "text/plain"
)

// Picture reports whether it is that of a picture.
func (t Type) Picture() bool { return t == JPEG || t == PNG }

// Ending is how the name of such a file ends.
func (t Type) Ending() string {
	return map[Type]string{JPEG: ".jpg", PNG: ".png", PDF: ".pdf", Word: ".docx", Text: ".txt"}[t]
}

// String says what it is in words.
func (t Type) String() string {
	return map[Type]string{JPEG: "a JPEG picture", PNG: "a PNG picture", PDF: "a PDF", Word: "a Word file", Text: "plain text"}[t]
}

// Clean is a file without its metadata.
type Clean struct {
	Type    Type
	Content []byte
	Left    string // what could not be taken out, in words; "" for nothing
}

// endings are what names say, of the files that are taken.
var endings = map[string]Type{
	".jpg": JPEG, ".jpeg": JPEG, ".jpe": JPEG, ".png": PNG, ".pdf": PDF, ".docx": Word, ".txt": Text, ".text": Text, ".md": Text,
}

const nothing = "Nothing was recorded."

// File takes the metadata out of a file. The name is used to see whether the file
// is what it calls itself.
func File(name string, src []byte) (Clean, error) {
	if len(src) == 0 {
		return Clean{}, fault.Invalidf("%s is empty", name).WithHint(nothing)
	}
	typ, err := typeOf(name, src)
	if err != nil {
		return Clean{}, err
	}
	ending := strings.ToLower(filepath.Ext(name))
	said, known := endings[ending]
	switch {
	case known && said != typ:
		return Clean{}, fault.Invalidf("%s calls itself %s and is %s", name, said, typ).WithHint("%s Look whether it is the file that you mean, and name it %s.", nothing, typ.Ending())
	case !known && ending != "" && typ == Text:
		return Clean{}, fault.Invalidf("%s is of a kind that is not taken", name).WithHint("%s %s", nothing, taken)
	}
	c := Clean{Type: typ}
	switch typ {
	case JPEG:
		c.Content, err = jpeg(src)
	case PNG:
		c.Content, err = png(src)
	case PDF:
		c.Content, c.Left, err = pdf(src)
	case Word:
		c.Content, c.Left, err = word(src)
	default:
		c.Content = bytes.Clone(src)
	}
	if err != nil {
		return Clean{}, fault.Invalidf("%s is not a whole file: %w", name, err).WithHint("%s Copy or scan it again.", nothing)
	}
	return c, nil
}

// taken says what is taken.
const taken = "Pictures are taken as JPEG or PNG, other files as PDF, Word (.docx) or plain text in UTF-8."

func typeOf(name string, src []byte) (Type, error) {
	for _, f := range []struct {
		magic string
		typ   Type
	}{{"\xff\xd8\xff", JPEG}, {pngSignature, PNG}, {"%PDF-", PDF}} {
		if bytes.HasPrefix(src, []byte(f.magic)) {
			return f.typ, nil
		}
	}
	if isWord(src) {
		return Word, nil
	}
	for _, f := range []struct{ magic, what string }{
		{"II*\x00", "a TIFF picture"}, {"MM\x00*", "a TIFF picture"}, {"RIFF", "a WebP picture or a sound"}, {"GIF8", "a GIF picture"},
		{"PK\x03\x04", "a packed file, and no Word file"}, {"\xd0\xcf\x11\xe0", "an old Word file"}, {"{\\rtf", "a rich text file"}, {"<svg", "an SVG picture"},
	} {
		if bytes.HasPrefix(src, []byte(f.magic)) {
			return "", fault.Invalidf("%s is %s, which is not taken: its metadata could not be taken out", name, f.what).WithHint("%s %s", nothing, taken)
		}
	}
	if !utf8.Valid(src) || bytes.IndexByte(src, 0) >= 0 {
		return "", fault.Invalidf("%s is of a kind that is not taken", name).WithHint("%s %s", nothing, taken)
	}
	return Text, nil
}
