package event

import (
	"errors"
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// coder walks the fields of a body, writing or reading them. Each kind of fact
// names its fields once, in ascending order, and that one list is what both
// directions follow: what is written and what is read cannot part.
//
// The bytes are those of Protocol Buffers: each field is its number and type,
// then its value; a field that has its zero value is left out, so that equal
// facts give equal bytes. A reader passes over fields that it does not know.
type coder struct {
	writing bool
	buf     []byte // writing: what is written; reading: what is left
	next    protowire.Number
	typ     protowire.Type
	ahead   int // length of the tag at the beginning of buf, 0 where none was read
	last    protowire.Number
	err     error
	seen    *interner // reading: short strings that were read before
}

// interner gives a string that was read before again, so that handles, codes and
// labels, which stand in every entry, are kept once.
type interner struct{ seen map[string]string }

const (
	internLength = 40   // bytes: handles, codes, labels
	internMost   = 4096 // strings
)

func (x *interner) str(b []byte) string {
	if x == nil || len(b) > internLength {
		return string(b)
	}
	if s, ok := x.seen[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(x.seen) < internMost {
		x.seen[s] = s
	}
	return s
}

var (
	errOrder     = errors.New("its fields stand in the wrong order")
	errTruncated = errors.New("it ends in the middle of a field")
)

// want says whether the field that comes next is n, passing over those that are
// smaller and not known.
func (c *coder) want(n protowire.Number, typ protowire.Type) bool {
	for c.err == nil {
		if c.ahead == 0 {
			if len(c.buf) == 0 {
				return false
			}
			c.next, c.typ, c.ahead = protowire.ConsumeTag(c.buf)
			if c.ahead < 0 {
				c.err = errTruncated
				return false
			}
			if c.next < c.last {
				c.err = errOrder
				return false
			}
		}
		if c.next > n {
			return false
		}
		c.last = c.next
		c.buf, c.ahead = c.buf[c.ahead:], 0
		if c.next == n && c.typ == typ {
			return true
		}
		size := protowire.ConsumeFieldValue(c.next, c.typ, c.buf)
		if size < 0 {
			c.err = errTruncated
			return false
		}
		c.buf = c.buf[size:]
	}
	return false
}

// rest passes over what stands behind the last field that is known.
func (c *coder) rest() { c.want(protowire.MaxValidNumber, -1) }

func (c *coder) bytesField(n protowire.Number, v []byte) {
	c.buf = protowire.AppendTag(c.buf, n, protowire.BytesType)
	c.buf = protowire.AppendBytes(c.buf, v)
}

func (c *coder) consumeBytes() []byte {
	v, size := protowire.ConsumeBytes(c.buf)
	if size < 0 {
		c.err = errTruncated
		return nil
	}
	c.buf = c.buf[size:]
	return v
}

func (c *coder) varintField(n protowire.Number, v uint64) {
	c.buf = protowire.AppendTag(c.buf, n, protowire.VarintType)
	c.buf = protowire.AppendVarint(c.buf, v)
}

func (c *coder) consumeVarint() uint64 {
	v, size := protowire.ConsumeVarint(c.buf)
	if size < 0 {
		c.err = errTruncated
		return 0
	}
	c.buf = c.buf[size:]
	return v
}

// text is a string in UTF-8.
func text[S ~string](c *coder, n protowire.Number, s *S) {
	switch {
	case c.writing:
		if *s != "" {
			c.buf = protowire.AppendTag(c.buf, n, protowire.BytesType)
			c.buf = protowire.AppendString(c.buf, string(*s))
		}
	case c.want(n, protowire.BytesType):
		*s = S(c.seen.str(c.consumeBytes()))
	}
}

// texts is a list of strings, one field each.
func texts[S ~string](c *coder, n protowire.Number, list *[]S) {
	if c.writing {
		for _, s := range *list {
			c.bytesField(n, []byte(s))
		}
		return
	}
	for c.want(n, protowire.BytesType) {
		*list = append(*list, S(c.seen.str(c.consumeBytes())))
	}
}

// whole is an integer of any sort, signed ones in zigzag.
func whole[I ~int | ~int64 | ~uint8 | ~uint64](c *coder, n protowire.Number, v *I) {
	switch {
	case c.writing:
		if *v != 0 {
			c.varintField(n, protowire.EncodeZigZag(int64(*v)))
		}
	case c.want(n, protowire.VarintType):
		x := protowire.DecodeZigZag(c.consumeVarint())
		if *v = I(x); int64(*v) != x && c.err == nil {
			c.err = fmt.Errorf("field %d is out of range", n)
		}
	}
}

// wholes is a list of integers.
func wholes[I ~int | ~uint64](c *coder, n protowire.Number, list *[]I) {
	if c.writing {
		for _, v := range *list {
			c.varintField(n, protowire.EncodeZigZag(int64(v)))
		}
		return
	}
	for c.want(n, protowire.VarintType) {
		*list = append(*list, I(protowire.DecodeZigZag(c.consumeVarint())))
	}
}

// flag is true or left out.
func flag(c *coder, n protowire.Number, v *bool) {
	switch {
	case c.writing:
		if *v {
			c.varintField(n, 1)
		}
	case c.want(n, protowire.VarintType):
		*v = c.consumeVarint() != 0
	}
}

// fixed is a run of bytes of a known length, left out where all are zero.
func fixed(c *coder, n protowire.Number, v []byte) {
	switch {
	case c.writing:
		for _, b := range v {
			if b != 0 {
				c.bytesField(n, v)
				return
			}
		}
	case c.want(n, protowire.BytesType):
		got := c.consumeBytes()
		if len(got) != len(v) {
			if c.err == nil {
				c.err = fmt.Errorf("field %d has %d bytes, not %d", n, len(got), len(v))
			}
			return
		}
		copy(v, got)
	}
}

// part is a message inside the message; it is always written, so that a list
// keeps its length.
func part(c *coder, n protowire.Number, fields func(*coder)) {
	switch {
	case c.writing:
		inner := coder{writing: true}
		fields(&inner)
		c.bytesField(n, inner.buf)
	case c.want(n, protowire.BytesType):
		c.inside(fields)
	}
}

// inside reads a message that lies in the one being read.
func (c *coder) inside(fields func(*coder)) {
	inner := coder{buf: c.consumeBytes(), seen: c.seen}
	if c.err != nil {
		return
	}
	fields(&inner)
	inner.rest()
	c.err = inner.err
}

// parts is a list of messages, one field each.
func parts[T any](c *coder, n protowire.Number, list *[]T, fields func(*coder, *T)) {
	if c.writing {
		for i := range *list {
			part(c, n, func(c *coder) { fields(c, &(*list)[i]) })
		}
		return
	}
	for c.want(n, protowire.BytesType) {
		var v T
		c.inside(func(c *coder) { fields(c, &v) })
		*list = append(*list, v)
	}
}
