package markdown

import (
	"regexp"
	"sync"
)

// pattern is an expression that is compiled when it is first asked for: all of
// them together take 5 ms, which most commands would pay for nothing.
func pattern(src string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(src) })
}
