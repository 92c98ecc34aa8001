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

	"nonpaper/internal/fault"
)

// The formats' names, which stand first in every document.
const (
	CompiledFormat = "nonpaper.compiled/1"
	PlanFormat     = "nonpaper.plan/1"
)

// Format tells which of the two formats a document says it has, "" where it
// says nothing of the kind.
func Format(src []byte) string {
	var head struct {
		Format string `json:"format"`
	}
	if json.Unmarshal(src, &head) != nil {
		return ""
	}
	return head.Format
}

// Looks reports whether a file looks like JSON rather than a text.
func Looks(src []byte) bool {
	src = bytes.TrimLeft(bytes.TrimPrefix(src, []byte("\ufeff")), " \t\r\n")
	return len(src) > 1 && src[0] == '{' && bytes.HasPrefix(bytes.TrimLeft(src[1:], " \t\r\n"), []byte(`"`))
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
		return fault.Invalidf("no JSON: line %d: %w", line, err)
	}
	return fault.Invalidf("no text of nonpaper: %w", err)
}
