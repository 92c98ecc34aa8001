// Package jsontext writes and reads nonpaper's own JSON: compiled texts
// (nonpaper.compiled/1) and plans (nonpaper.plan/1).
//
// It promises that equal texts give equal bytes, and that what it has written it
// reads back. Fields are only ever added; a reader ignores those that it does not
// know. It refuses a document of another format, of a later version, or one that
// is no compiled text: a bracket without variants, a holder that holds two.
// docs/format.md describes both documents.
package jsontext

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"nonpaper/internal/fault"
)

// The formats' names, which stand first in every document.
const (
	CompiledFormat = "nonpaper.compiled/1"
	PlanFormat     = "nonpaper.plan/1"
)

// formatOf is what a document says of its format.
func formatOf(src []byte) (string, error) {
	var head struct {
		Format string `json:"format"`
	}
	err := json.Unmarshal(src, &head)
	return head.Format, err
}

// Looks reports whether a file is meant to be one of our documents, whole or
// broken, and not a text: an object that names a format near its beginning.
func Looks(src []byte) bool {
	const near = 200
	src = bytes.TrimLeft(bytes.TrimPrefix(src, []byte("\ufeff")), " \t\r\n")
	if len(src) < 2 || src[0] != '{' || !bytes.HasPrefix(bytes.TrimLeft(src[1:], " \t\r\n"), []byte(`"`)) {
		return false
	}
	if bytes.Contains(src[:min(len(src), near)], []byte(`"format"`)) {
		return true
	}
	format, err := formatOf(src)
	return err == nil && format != ""
}

// encode writes v without the escapes that are only needed inside of HTML.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		// Only what encoding/json cannot write fails, and these types hold none of it.
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// broken says where a document stops being JSON.
func broken(src []byte, err error) error {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		line := 1 + bytes.Count(src[:min(int(syntax.Offset), len(src))], []byte("\n"))
		if strings.Contains(syntax.Error(), "max depth") {
			return fault.Invalidf("line %d: brackets lie too deep in each other for any text", line)
		}
		return fault.Invalidf("no JSON: line %d: %w", line, err)
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		where := "it"
		if kind.Field != "" {
			where = kind.Field
		}
		return fault.Invalidf("no text of nonpaper: %s is a JSON %s, which is not expected there", where, kind.Value)
	}
	return fault.Invalidf("no text of nonpaper: %w", err)
}
