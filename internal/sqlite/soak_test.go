package sqlite

import (
	"flag"
	"testing"
)

var soak = flag.Bool("soak", false, "try what goes by chance 25 times as often: 500 kills, 500 power cuts")

// times is how many times as often as usual to try.
func times(testing.TB) int {
	if *soak {
		return 25
	}
	return 1
}
