package markdown

import (
	"regexp"

	lazy "nonpaper/internal/pattern"
)

// pattern is an expression that is compiled when it is first asked for.
func pattern(src string) func() *regexp.Regexp { return lazy.New(src).Regexp }
