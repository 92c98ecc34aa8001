package cli

import (
	"io"
	"reflect"
	"strings"
	"sync"
	"unicode"

	"github.com/alecthomas/kong"
)

// parser reads the arguments of one command, and then of another: making one takes
// longer than most commands do, and a program that holds a process open carries
// out many.
type parser struct {
	of      grammarOf
	kong    *kong.Kong
	grammar reflect.Value // what the arguments are read into
	left    bool          // help was asked for
	exit    int
}

// grammarOf says for which command a grammar is: its noun and its verb.
type grammarOf struct{ noun, verb string }

// idle are parsers that no command uses at the moment, by what they are for.
var idle sync.Map // of *sync.Pool by grammarOf

// parserFor is a parser for the one command that the arguments begin with, or for
// the whole grammar where they begin with none: making the whole takes longer
// still. Nothing of what it read before stands in it.
func parserFor(args []string, stdout, stderr io.Writer) (*parser, error) {
	of, fields := grammarFor(args)
	pool, _ := idle.LoadOrStore(of, &sync.Pool{})
	x, made := pool.(*sync.Pool).Get().(*parser)
	if !made {
		x = &parser{of: of, grammar: reflect.New(reflect.TypeFor[grammar]())}
		if fields != nil {
			x.grammar = reflect.New(reflect.StructOf(fields()))
		}
		var err error
		x.kong, err = kong.New(x.grammar.Interface(),
			kong.Name("nonpaper"), kong.Description(description),
			kong.Help(printHelp),
			kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}),
			kong.Exit(func(code int) { x.left, x.exit = true, code }),
		)
		if err != nil {
			return nil, err
		}
	}
	x.kong.Stdout, x.kong.Stderr, x.left, x.exit = stdout, stderr, false, 0
	return x, nil
}

// done lets the next command have the parser, and forgets what was read.
func (x *parser) done() {
	x.grammar.Elem().SetZero()
	_ = kong.Visit(x.kong.Model, func(node kong.Visitable, next kong.Next) error {
		if v, is := node.(*kong.Value); is {
			v.Set, v.Active = false, false
		}
		return next(nil)
	})
	x.kong.Stdout, x.kong.Stderr = nil, nil
	if pool, there := idle.Load(x.of); there {
		pool.(*sync.Pool).Put(x)
	}
}

// grammarFor finds the command that the arguments begin with, and how the fields of
// its grammar are made; none where they begin with no command.
func grammarFor(args []string) (of grammarOf, fields func() []reflect.StructField) {
	whole := reflect.TypeFor[grammar]()
	var words []string
	for _, a := range args {
		if !strings.HasPrefix(a, "-") {
			words = append(words, a)
		}
	}
	f, found := field(whole, words)
	if !found {
		return of, nil
	}
	of.noun = words[0]
	var verb reflect.StructField
	if _, isCommand := reflect.PointerTo(f.Type).MethodByName("Run"); !isCommand { // a noun: what is done follows
		if verb, found = field(f.Type, words[1:]); found {
			of.verb = words[1]
		}
	}
	return of, func() []reflect.StructField {
		if of.verb != "" {
			f.Type = reflect.StructOf([]reflect.StructField{verb})
		}
		quiet, _ := whole.FieldByName("Quiet")
		return []reflect.StructField{quiet, f}
	}
}

// field finds the field of a grammar that is called as the first of some words.
func field(in reflect.Type, named []string) (reflect.StructField, bool) {
	if len(named) > 0 {
		for i := range in.NumField() {
			f := in.Field(i)
			name := f.Tag.Get("name")
			if name == "" {
				name = kebab(f.Name)
			}
			if name == named[0] {
				return f, true
			}
		}
	}
	return reflect.StructField{}, false
}

// kebab writes a field's name as the command is called.
func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
