package strip

import (
	"encoding/binary"
	"slices"
)

// A colour profile (ICC.1) is a header of 128 bytes and tagged tables. Some are
// words: who made it, when, for which screen.
const (
	profileHeader = 128
	tagEntry      = 12
	mostTags      = 100
)

// colourTags are the tables by which colours are computed.
var colourTags = []string{
	"rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC", "kTRC", "wtpt", "bkpt", "chad", "A2B0", "A2B1", "A2B2", "B2A0", "B2A1", "B2A2", "gamt", "cicp",
}

// What stands in the place of the two texts that a profile has to have.
var (
	plainText = []byte("text\x00\x00\x00\x00-\x00\x00\x00")
	plainDesc = append([]byte("desc\x00\x00\x00\x00\x00\x00\x00\x02-\x00"), make([]byte, 4+4+2+1+67+1)...)
)

// profileOnly is a colour profile with the tables by which colours are computed
// and no words; nil where it is no profile.
func profileOnly(src []byte) []byte {
	if len(src) < profileHeader+4 || string(src[36:40]) != "acsp" {
		return nil
	}
	n := binary.BigEndian.Uint32(src[profileHeader:])
	if n > mostTags || uint64(profileHeader)+4+uint64(n)*tagEntry > uint64(len(src)) {
		return nil
	}
	type table struct {
		name string
		data []byte
	}
	tables := []table{{"desc", plainDesc}, {"cprt", plainText}}
	for i := range int(n) {
		e := src[profileHeader+4+i*tagEntry:]
		name, at, size := string(e[:4]), uint64(binary.BigEndian.Uint32(e[4:])), uint64(binary.BigEndian.Uint32(e[8:]))
		if at+size > uint64(len(src)) {
			return nil
		}
		if slices.Contains(colourTags, name) {
			tables = append(tables, table{name, src[at : at+size]})
		}
	}
	out := slices.Clone(src[:profileHeader])
	clear(out[4:8])    // the program that is preferred
	clear(out[24:36])  // when it was made
	clear(out[40:44])  // on what
	clear(out[48:64])  // for which device
	clear(out[80:128]) // by whom, and its checksum
	out = binary.BigEndian.AppendUint32(out, uint32(len(tables)))
	at := len(out) + len(tables)*tagEntry
	var data []byte
	for _, t := range tables {
		out = append(out, t.name...)
		out = binary.BigEndian.AppendUint32(out, uint32(at+len(data)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		data = append(data, t.data...)
		data = append(data, make([]byte, (4-len(t.data)%4)%4)...)
	}
	out = append(out, data...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}
