package strip

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"nonpaper/internal/pattern"
)

// Bounds of a Word file: what is in it, unpacked, and how many parts.
const (
	mostUnpacked = 64 << 20
	mostParts    = 5000
)

const packed = "PK\x03\x04"

// isWord reports whether a packed file is one of Word.
func isWord(src []byte) bool {
	if !bytes.HasPrefix(src, []byte(packed)) {
		return false
	}
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	return err == nil && has(z, "[Content_Types].xml") && has(z, "word/document.xml")
}

func has(z *zip.Reader, name string) bool {
	for _, f := range z.File {
		if f.Name == name {
			return true
		}
	}
	return false
}

// What stands in the place of what a Word file says of itself and of the people
// who wrote in it.
var properties = map[string]string{
	"docProps/core.xml":   `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`,
	"docProps/app.xml":    `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`,
	"word/people.xml":     `<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>`,
	"docProps/custom.xml": `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>`,
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// word writes a Word file again: what it says of itself is emptied, its pictures
// are taken out of their metadata, and the parts have neither dates nor remarks.
func word(src []byte) ([]byte, string, error) {
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, "", err
	}
	if len(z.File) > mostParts {
		return nil, "", fmt.Errorf("it has more than %d parts", mostParts)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	seen := map[string]bool{}
	left := map[string]bool{}
	unpacked := int64(0)
	for _, f := range z.File {
		if seen[f.Name] {
			return nil, "", errors.New("two of its parts have one name")
		}
		seen[f.Name] = true
		if strings.HasSuffix(f.Name, "vbaProject.bin") {
			return nil, "", errors.New("there is a program in it")
		}
		data, err := unpack(f, mostUnpacked-unpacked)
		if err != nil {
			return nil, "", err
		}
		unpacked += int64(len(data))
		data = cleanPart(f.Name, data, left)
		to, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err == nil {
			_, err = to.Write(data)
		}
		if err != nil {
			return nil, "", err
		}
	}
	if err := out.Close(); err != nil {
		return nil, "", err
	}
	return b.Bytes(), sayLeft(left, leftAuthors, leftData, leftPictures), nil
}

func unpack(f *zip.File, most int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(data)) > most:
		return nil, fmt.Errorf("unpacked it is larger than %d MB", mostUnpacked>>20)
	}
	return data, nil
}

// Names of what is left in a Word file.
const (
	leftAuthors  = "who made comments and changes, and when"
	leftData     = "data of other programs, to which fields of the text may be tied"
	leftPictures = "pictures of other kinds, with what they say of themselves"
)

// cleanPart is one part of a Word file without what it says of itself, of the people
// and places it was written by and at, and of the sessions in which it was written.
func cleanPart(name string, data []byte, left map[string]bool) []byte {
	if empty, is := properties[name]; is {
		return []byte(xmlHead + empty)
	}
	switch {
	case strings.HasPrefix(name, "word/media/"), strings.HasPrefix(name, "docProps/"):
		clean, err := picture(data)
		if err != nil {
			left[leftPictures] = true
			return data
		}
		return clean
	case strings.HasPrefix(name, "customXml/"):
		left[leftData] = true
	case strings.HasSuffix(name, ".rels"):
		return relation.Regexp().ReplaceAllFunc(data, func(tag []byte) []byte {
			if !bytes.Contains(tag, []byte("/attachedTemplate\"")) {
				return tag
			}
			return target.Regexp().ReplaceAll(tag, []byte(`Target="Normal.dotm"`))
		})
	case strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml"):
		data = sessions.Regexp().ReplaceAll(data, nil)
		data = tag.Regexp().ReplaceAllFunc(data, func(tag []byte) []byte { return session.Regexp().ReplaceAll(tag, nil) })
		data = variables.Regexp().ReplaceAll(data, nil)
	}
	if bytes.Contains(data, []byte("w:author=")) {
		left[leftAuthors] = true
	}
	return data
}

// Where a Word file says in which sessions it was written, from which template, and
// what programs noted in it.
var (
	tag       = pattern.New(`<[^<>]*>`)
	session   = pattern.New(`\sw:rsid\w*="[^"]*"`)
	sessions  = pattern.New(`(?s)<w:rsids>.*?</w:rsids>`)
	variables = pattern.New(`(?s)<w:docVars>.*?</w:docVars>`)
	relation  = pattern.New(`<Relationship\b[^<>]*>`)
	target    = pattern.New(`\bTarget="[^"]*"`)
)

func picture(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return jpeg(data)
	case bytes.HasPrefix(data, []byte(pngSignature)):
		return png(data)
	}
	return nil, errNoImage
}

// sayLeft names what was left, in the order given.
func sayLeft(left map[string]bool, names ...string) string {
	var out []string
	for _, x := range names {
		if left[x] {
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "still in it: " + strings.Join(out, "; ")
}
