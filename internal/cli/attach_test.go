package cli

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

// picture writes a picture or a Word file whose metadata says MARKER, for stories:
//
//	picture scan.jpg 20      # of 20 MB
//	picture map.png
//	picture letter.docx
func picture(ts *testscript.TestScript, _ bool, args []string) {
	mega := 0
	if len(args) > 1 {
		var err error
		mega, err = strconv.Atoi(args[1])
		ts.Check(err)
	}
	src, err := drawPicture(filepath.Ext(args[0]), mega<<20)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), src, 0o666))
}

func drawPicture(ending string, size int) ([]byte, error) {
	m := image.NewRGBA(image.Rect(0, 0, 40, 24))
	for i := range 40 * 24 {
		m.Set(i%40, i/40, color.RGBA{uint8(i * 7), uint8(i * 3), uint8(i), 255})
	}
	var b bytes.Buffer
	switch ending {
	case ".jpg":
		if err := jpeg.Encode(&b, m, nil); err != nil {
			return nil, err
		}
		src := slices.Insert(b.Bytes(), 2, segment(0xe1, "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00MARKER of the place")...)
		src = slices.Insert(src, 2, segment(0xfe, "MARKER of the program")...)
		if size > len(src) { // coded data that draws nothing
			src = slices.Insert(src, len(src)-2, make([]byte, size-len(src))...)
		}
		return append(src, "MARKER behind the picture"...), nil
	case ".png":
		if err := png.Encode(&b, m); err != nil {
			return nil, err
		}
		return slices.Insert(b.Bytes(), 33, chunk("tEXt", "Author\x00MARKER of the author")...), nil
	}
	z := zip.NewWriter(&b)
	for _, f := range [][2]string{
		{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", `<w:document><w:p w:rsidR="00AB">The line.</w:p></w:document>`},
		{"docProps/core.xml", "<creator>MARKER of the author</creator>"}, {"docProps/app.xml", "<Company>MARKER of the house</Company>"},
	} {
		w, err := z.Create(f[0])
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(f[1])); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

func segment(mark byte, data string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, mark}, uint16(2+len(data))), data...)
}

func chunk(name, data string) []byte {
	out := append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), name+data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}
