package strip

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"slices"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// drawing are the chunks that are needed to draw the picture (PNG, section 11).
var drawing = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB"}

// mostProfile bounds a colour profile.
const mostProfile = 4 << 20

// png keeps the chunks that are needed to draw the picture, and how it is turned.
func png(src []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(src)), pngSignature...)
	at := len(pngSignature)
	drawn, first := false, true
	for {
		if at+12 > len(src) {
			return nil, errCut
		}
		n := uint64(binary.BigEndian.Uint32(src[at:]))
		if n > uint64(len(src)-at-12) {
			return nil, errCut
		}
		name, data := string(src[at+4:at+8]), src[at+8:at+8+int(n)]
		end := at + 12 + int(n)
		if crc32.ChecksumIEEE(src[at+4:end-4]) != binary.BigEndian.Uint32(src[end-4:]) {
			return nil, errors.New("a part of it was changed")
		}
		if first != (name == "IHDR") {
			return nil, errNoImage
		}
		first = false
		switch {
		case name == "IEND":
			if !drawn {
				return nil, errNoImage
			}
			return appendChunk(out, "IEND", nil), nil
		case slices.Contains(drawing, name):
			drawn = drawn || name == "IDAT"
			out = append(out, src[at:end]...)
		case name == "iCCP":
			out = append(out, profileChunk(data)...)
		case name == "eXIf":
			if turned := orientation(data); turned != 0 {
				out = appendChunk(out, "eXIf", turnedOnly(turned))
			}
		case name[0]&0x20 == 0: // nobody could draw it without knowing this
			return nil, errors.New("it has a part of an unknown kind")
		}
		at = end
	}
}

func appendChunk(out []byte, name string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	from := len(out)
	out = append(out, name...)
	out = append(out, data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
}

// profileChunk writes a colour profile again, without its name and its words.
func profileChunk(data []byte) []byte {
	i := bytes.IndexByte(data, 0)
	if i < 0 || i+2 > len(data) || data[i+1] != 0 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(data[i+2:]))
	if err != nil {
		return nil
	}
	packed, err := io.ReadAll(io.LimitReader(z, mostProfile+1))
	if err != nil || len(packed) > mostProfile {
		return nil
	}
	plain := profileOnly(packed)
	if plain == nil {
		return nil
	}
	var b bytes.Buffer
	b.WriteString("icc\x00\x00")
	w := zlib.NewWriter(&b)
	w.Write(plain) // to memory
	w.Close()
	return appendChunk(nil, "iCCP", b.Bytes())
}
