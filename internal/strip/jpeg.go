package strip

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	markSOI   = 0xd8
	markEOI   = 0xd9
	markSOS   = 0xda
	markTEM   = 0x01
	markAPP0  = 0xe0
	markAPP1  = 0xe1
	markAPP2  = 0xe2
	markAPP14 = 0xee
)

var (
	errCut     = errors.New("it ends in the middle")
	errNoImage = errors.New("there is no picture in it")
)

// jpeg keeps the segments that are needed to draw the picture, the JFIF header
// without its small picture, the sign of Adobe that says how colours are coded, and
// the colour profile without its words. What stands behind the picture goes: other
// pictures, films, sounds.
func jpeg(src []byte) ([]byte, error) {
	out := make([]byte, 0, len(src))
	out = append(out, 0xff, markSOI)
	var profile [][]byte
	turned := 0
	frame, scan := false, false
	// what is kept of APPn stands in front of the rest
	var head, body []byte
	at := 2
	for {
		mark, next, err := marker(src, at)
		if err != nil {
			return nil, err
		}
		at = next
		switch {
		case mark == markEOI:
			if !frame || !scan {
				return nil, errNoImage
			}
			out = append(out, head...)
			out = append(out, orientationSegment(turned)...)
			out = append(out, profileSegments(profile)...)
			out = append(out, body...)
			return append(out, 0xff, markEOI), nil
		case mark == markTEM, mark >= 0xd0 && mark <= markSOI:
			return nil, errors.New("a sign stands where none can")
		}
		if at+2 > len(src) {
			return nil, errCut
		}
		n := int(binary.BigEndian.Uint16(src[at:]))
		if n < 2 || at+n > len(src) {
			return nil, errCut
		}
		data := src[at+2 : at+n]
		whole := src[at-2 : at+n]
		at += n
		switch {
		case mark == markAPP0 && bytes.HasPrefix(data, []byte("JFIF\x00")) && len(data) >= 14 && head == nil:
			head = append(head, 0xff, markAPP0, 0, 16)
			head = append(head, data[:12]...)
			head = append(head, 0, 0) // no small picture
		case mark == markAPP1 && bytes.HasPrefix(data, []byte("Exif\x00\x00")) && turned == 0:
			turned = orientation(data[6:])
		case mark == markAPP2 && bytes.HasPrefix(data, []byte(profileName)) && len(data) > len(profileName)+2:
			profile = append(profile, data[len(profileName):])
		case mark == markAPP14 && bytes.HasPrefix(data, []byte("Adobe")) && len(data) >= 12:
			body = append(body, 0xff, markAPP14, 0, 14)
			body = append(body, data[:12]...)
		case draws(mark):
			if mark >= 0xc0 && mark <= 0xcf && mark != 0xc4 && mark != 0xc8 && mark != 0xcc {
				frame = true
			}
			body = append(body, 0xff, mark)
			body = append(body, whole[2:]...)
			if mark == markSOS {
				end, err := scanEnd(src, at)
				if err != nil {
					return nil, err
				}
				scan = scan || end > at
				body = append(body, src[at:end]...)
				at = end
			}
		}
	}
}

// marker reads the sign at a place, with the fill bytes before it.
func marker(src []byte, at int) (mark byte, next int, err error) {
	if at >= len(src) {
		return 0, 0, errCut
	}
	if src[at] != 0xff {
		return 0, 0, errors.New("something stands between its parts")
	}
	for at < len(src) && src[at] == 0xff {
		at++
	}
	if at == len(src) {
		return 0, 0, errCut
	}
	return src[at], at + 1, nil
}

// draws reports whether a segment is needed to draw the picture: tables, frames
// and scans (T.81, B.2).
func draws(mark byte) bool {
	switch {
	case mark >= 0xc0 && mark <= 0xcf, mark == markSOS:
		return mark != 0xc8
	case mark >= 0xdb && mark <= 0xdf: // DQT, DNL, DRI, DHP, EXP
		return true
	}
	return false
}

// scanEnd finds the end of a scan's coded data: the next sign that is neither a
// stuffed byte nor one of those at which reading may begin again.
func scanEnd(src []byte, at int) (int, error) {
	for {
		i := bytes.IndexByte(src[at:], 0xff)
		if i < 0 {
			return 0, errCut
		}
		at += i
		if at+1 >= len(src) {
			return 0, errCut
		}
		switch b := src[at+1]; {
		case b == 0, b >= 0xd0 && b <= 0xd7:
			at += 2
		case b == 0xff:
			at++
		default:
			return at, nil
		}
	}
}

const profileName = "ICC_PROFILE\x00"

// profileSegments writes the pieces of a colour profile again, without the
// profile's words.
func profileSegments(pieces [][]byte) []byte {
	if len(pieces) == 0 || len(pieces) != int(pieces[0][1]) {
		return nil
	}
	whole := make([][]byte, len(pieces))
	for _, p := range pieces {
		if i := int(p[0]) - 1; i >= 0 && i < len(whole) && whole[i] == nil {
			whole[i] = p[2:]
		} else {
			return nil
		}
	}
	plain := profileOnly(bytes.Join(whole, nil))
	const most = 65000
	n := (len(plain) + most - 1) / most
	var out []byte
	for i := range n {
		piece := plain[i*most : min((i+1)*most, len(plain))]
		out = append(out, 0xff, markAPP2)
		out = binary.BigEndian.AppendUint16(out, uint16(2+len(profileName)+2+len(piece)))
		out = append(out, profileName...)
		out = append(out, byte(i+1), byte(n))
		out = append(out, piece...)
	}
	return out
}
