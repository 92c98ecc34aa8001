package jsontext

import (
	"bytes"
	"encoding/json"
	"fmt"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// UnmarshalJSON reads a wording from left to right, once: a value within a
// value would be read again at every depth, and brackets may lie deep.
func (w *wording) UnmarshalJSON(src []byte) error {
	d := json.NewDecoder(bytes.NewReader(src))
	t, err := d.Token()
	if err != nil {
		return err
	}
	read, err := readWording(d, t)
	*w = wording(read)
	return err
}

// readWording reads a wording whose first token is there already.
func readWording(d *json.Decoder, first json.Token) (bracket.Wording, error) {
	if first == nil {
		return nil, nil // null
	}
	if first != json.Delim('[') {
		return nil, fmt.Errorf("a wording is a list of strings and brackets, and here stands %v", first)
	}
	var w bracket.Wording
	for {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case string:
			if t != "" {
				w = append(w, bracket.Item{Words: t})
			}
			continue
		case json.Delim:
			if t == ']' {
				return w, nil
			}
			if t == '{' {
				b, err := readBracket(d)
				if err != nil {
					return nil, err
				}
				w = append(w, bracket.Item{Bracket: b})
				continue
			}
		}
		return nil, fmt.Errorf("a wording is a list of strings and brackets, and in it stands %v", t)
	}
}

func readBracket(d *json.Decoder) (*bracket.Bracket, error) {
	b := &bracket.Bracket{}
	err := readFields(d, func(key string) error {
		switch key {
		case "bracket":
			return d.Decode(&b.Number)
		case "variants":
			b.Variants = nil
			return readList(d, func() error {
				v, err := readVariant(d)
				b.Variants = append(b.Variants, v)
				return err
			})
		}
		return skip(d)
	})
	if err == nil && len(b.Variants) < 2 {
		err = fmt.Errorf("bracket %q has %d variants; at least two are needed", b.Number, len(b.Variants))
	}
	return b, err
}

func readVariant(d *json.Decoder) (bracket.Variant, error) {
	var v bracket.Variant
	err := readFields(d, func(key string) error {
		switch key {
		case "holders":
			return d.Decode(&v.Holders)
		case "by":
			return d.Decode(&v.By)
		case "wording":
			t, err := d.Token()
			if err != nil {
				return err
			}
			v.Wording, err = readWording(d, t)
			return err
		case "moved":
			var m struct{ From, To ident.Bracket }
			err := d.Decode(&m)
			v.MovedFrom, v.MovedTo = m.From, m.To
			return err
		}
		return skip(d)
	})
	return v, err
}

// readFields reads an object whose brace has been read already, and calls f
// with each key to read the value.
func readFields(d *json.Decoder, f func(key string) error) error {
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if err := f(key.(string)); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

// readList reads a list of objects and calls f behind each one's brace.
func readList(d *json.Decoder, f func() error) error {
	t, err := d.Token()
	if err != nil || t == nil {
		return err
	}
	if t != json.Delim('[') {
		return fmt.Errorf("a list is expected, and here stands %v", t)
	}
	for d.More() {
		if t, err = d.Token(); err != nil {
			return err
		}
		if t != json.Delim('{') {
			return fmt.Errorf("a variant is expected, and here stands %v", t)
		}
		if err := f(); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// skip passes over a value of a field that this version does not know.
func skip(d *json.Decoder) error {
	var unknown json.RawMessage
	return d.Decode(&unknown)
}
