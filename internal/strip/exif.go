package strip

import (
	"encoding/binary"
)

const (
	tagOrientation = 0x0112
	upright        = 1
	lastTurned     = 8
)

// orientation reads from the metadata of a camera (a TIFF of its own) how the
// picture has to be turned; 0 where it does not say, or stands upright.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	n := uint64(order.Uint16(tiff[at:]))
	for i := range n {
		entry := at + 2 + 12*i
		if entry+12 > uint64(len(tiff)) {
			return 0
		}
		if order.Uint16(tiff[entry:]) == tagOrientation {
			if v := int(order.Uint16(tiff[entry+8:])); v > upright && v <= lastTurned {
				return v
			}
			return 0
		}
	}
	return 0
}

// turnedOnly is such metadata that says how the picture is turned, and no more.
func turnedOnly(turned int) []byte {
	out := []byte("MM\x00*\x00\x00\x00\x08\x00\x01")
	out = binary.BigEndian.AppendUint16(out, tagOrientation)
	out = append(out, 0, 3, 0, 0, 0, 1, 0, byte(turned), 0, 0)
	return append(out, 0, 0, 0, 0) // no other directory
}

// orientationSegment is the segment of a JPEG that says how it is turned; none
// where it stands upright.
func orientationSegment(turned int) []byte {
	if turned == 0 {
		return nil
	}
	data := append([]byte("Exif\x00\x00"), turnedOnly(turned)...)
	out := binary.BigEndian.AppendUint16([]byte{0xff, markAPP1}, uint16(2+len(data)))
	return append(out, data...)
}
