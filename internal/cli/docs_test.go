package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

const (
	commandsFile = "../../docs/commands.md"
	commandsFrom = "<!-- From here on written by: go test ./internal/cli -run TestCommands -update -->\n"
)

// docs/commands.md says what the help of every command says.
func TestCommands(t *testing.T) {
	page, err := os.ReadFile(commandsFile)
	if err != nil {
		t.Fatal(err)
	}
	before, old, found := strings.Cut(string(page), commandsFrom)
	if !found {
		t.Fatalf("%s lacks the line behind which it is written: %s", commandsFile, commandsFrom)
	}
	now := commandsPage(t)
	if now == old {
		return
	}
	if !*update {
		t.Fatalf("%s does not say what the help of the commands says; go test ./internal/cli -run TestCommands -update writes it again", commandsFile)
	}
	if err := os.WriteFile(commandsFile, []byte(before+commandsFrom+now), 0o666); err != nil {
		t.Fatal(err)
	}
}

// shared are the flags that many commands take; they stand in the page once.
var shared = [...]struct {
	title string
	flags any
}{
	{"of a process", &struct{ onProcess }{}},
	{"of acting", &struct{ doing }{}},
	{"of recording", &struct{ recording }{}},
	{"of showing", &struct{ showing }{}},
	{"of asking", &struct{ asks }{}},
}

// doing is what acting adds to onProcess, recording and showing what writes and
// reads add to that.
type doing struct {
	acting
}
type recording struct {
	writes
}
type showing struct {
	reads
}

func commandsPage(t *testing.T) string {
	var b strings.Builder
	groups := map[string]int{} // flag as it is printed -> which of shared
	b.WriteString("\n## Flags that many commands take\n")
	for i, s := range shared {
		fmt.Fprintf(&b, "\nThe flags *%s*:\n\n| flag | meaning |\n|---|---|\n", s.title)
		for _, f := range model(t, s.flags).Flags {
			if _, known := groups[f.Name+f.Help]; !known && f.Name != "help" {
				groups[f.Name+f.Help] = i
				b.WriteString(flagRow(f))
			}
		}
	}
	group := "\x00"
	for _, n := range model(t, &grammar{}).Children {
		title := "Texts as files"
		if n.Group != nil {
			title = n.Group.Title
		}
		if n.Name == "version" {
			title = "The program"
		}
		if title != group {
			group = title
			fmt.Fprintf(&b, "\n## %s\n", title)
		}
		command(t, &b, n, groups)
	}
	return b.String()
}

func model(t *testing.T, grammar any) *kong.Application {
	k, err := kong.New(grammar, kong.Name("nonpaper"))
	if err != nil {
		t.Fatal(err)
	}
	return k.Model
}

func command(t *testing.T, b *strings.Builder, n *kong.Node, groups map[string]int) {
	name := strings.TrimPrefix(n.Path(), "nonpaper ")
	if len(n.Children) == 0 {
		examples := usage[name]
		if len(examples) == 0 || !strings.HasPrefix(examples[0], "nonpaper "+name) {
			t.Errorf("the help of %s does not begin with an example of it", name)
		}
		fmt.Fprintf(b, "\n### %s\n\n    %s\n\n%s\n\nUsage: `nonpaper %s`\n", name, strings.Join(examples, "\n    "), n.Help, n.Summary())
		var rows strings.Builder
		for _, a := range n.Positional {
			fmt.Fprintf(&rows, "| `%s` | %s |\n", a.Summary(), a.Help)
		}
		var has, all [len(shared)]int
		for _, i := range groups {
			all[i]++
		}
		for _, f := range n.Flags {
			if i, common := groups[f.Name+f.Help]; common {
				has[i]++
			}
		}
		for _, f := range n.Flags { // a command that takes some of a set only shows them itself
			if i, common := groups[f.Name+f.Help]; !common || has[i] < all[i] {
				rows.WriteString(flagRow(f))
			}
		}
		if rows.Len() > 0 {
			fmt.Fprintf(b, "\n| argument or flag | meaning |\n|---|---|\n%s", rows.String())
		}
		var also []string
		for i, s := range shared {
			if has[i] == all[i] {
				also = append(also, "*"+s.title+"*")
			}
		}
		if len(also) > 0 {
			fmt.Fprintf(b, "\nAlso the flags %s.\n", strings.Join(also, ", "))
		}
	}
	for _, c := range n.Children {
		command(t, b, c, groups)
	}
}

// flagRow is a flag as the help writes it.
func flagRow(f *kong.Flag) string {
	name := "--" + f.Name
	if f.Short != 0 {
		name = fmt.Sprintf("-%c, %s", f.Short, name)
	}
	if !f.IsBool() {
		name += "=" + f.FormatPlaceHolder()
	}
	help := f.Help
	if len(f.Envs) > 0 {
		help = strings.TrimSuffix(help, ".") + " ($" + strings.Join(f.Envs, ", $") + ")."
	}
	if f.Required {
		help = strings.TrimSuffix(help, ".") + ". Required."
	}
	return fmt.Sprintf("| `%s` | %s |\n", name, strings.ReplaceAll(help, "|", "/"))
}

// Every example in the help is a command line that the grammar takes.
func TestExamples(t *testing.T) {
	k, err := kong.New(&grammar{}, kong.Name("nonpaper"))
	if err != nil {
		t.Fatal(err)
	}
	for name, examples := range usage {
		if len(examples) != 3 {
			t.Errorf("the help of %q has %d examples, not 3", name, len(examples))
		}
		for _, e := range examples {
			line, _, _ := strings.Cut(e, " 3<") // the shell's part
			args := asAsked(typed(line)[1:])
			if _, err := k.Parse(args); err != nil {
				t.Errorf("%s\n%v", e, err)
			}
		}
	}
}
