package notation

import (
	"strings"

	"nonpaper/internal/bracket"
)

// bare takes a variant's own blanks off.
func bare(w bracket.Wording) (core bracket.Wording, lead, tail bool) {
	core = append(core, w...)
	if first := &core[0]; strings.HasPrefix(first.Words, " ") {
		first.Words, lead = first.Words[1:], true
		if first.Words == "" {
			core = core[1:]
		}
	}
	if n := len(core); n > 0 && strings.HasSuffix(core[n-1].Words, " ") {
		last := &core[n-1]
		last.Words, tail = last.Words[:len(last.Words)-1], true
		if last.Words == "" {
			core = core[:n-1]
		}
	}
	return core, lead, tail
}
