package cli

import (
	"io"
	"reflect"
	"strings"
	"testing"
)

// A parser that another command has used reads what a new one reads: no value, no
// flag that was set and no positional of the command before.
func TestParserKeepsNothing(t *testing.T) {
	of := func(args string) (string, any) {
		x, err := parserFor(strings.Split(args, " "), io.Discard, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		defer x.done()
		said := ""
		if _, err := x.kong.Parse(strings.Split(args, " ")); err != nil {
			said = err.Error()
		}
		read := reflect.New(x.grammar.Elem().Type()).Elem()
		read.Set(x.grammar.Elem())
		return said, read.Interface()
	}
	for _, first := range []string{"give Text_1 --to-file f --to them --points 1,2 --room r --yes -q", "give --help", "give --nonsense", "give --to-file f"} {
		for _, then := range []string{"give --to them", "give", "give --to-file x --to y", "give --note n --to-file x --to y"} {
			idle.Clear()
			said, read := of(then)
			idle.Clear()
			of(first)
			if again, reread := of(then); again != said || !reflect.DeepEqual(read, reread) {
				t.Errorf("%q after %q: %q %+v, and by itself %q %+v", then, first, again, reread, said, read)
			}
		}
	}
}
