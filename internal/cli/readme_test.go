package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// The commands of the README's section "A process" work as they stand there, in
// their order, and print the lines that it shows.
func TestReadme(t *testing.T) {
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(page), "\n## A process\n")
	if !found {
		t.Fatal("the README has no section \"A process\"")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var commands, shown []string
	for line := range strings.Lines(section) {
		line, example := strings.CutPrefix(strings.TrimRight(line, "\n"), "    ")
		switch {
		case !example, line == "...":
		case strings.HasPrefix(line, "nonpaper "):
			commands = append(commands, line)
		default:
			shown = append(shown, line)
		}
	}
	if len(commands) != 14 || len(shown) == 0 {
		t.Fatalf("it has %d commands, not 14, and shows %d lines", len(commands), len(shown))
	}

	draft, err := os.ReadFile("../../examples/meridian-lakes/framework.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("examples/meridian-lakes", 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("examples/meridian-lakes/framework.md", draft, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"NONPAPER_FILE", "NONPAPER_ACTOR", "NONPAPER_BY"} {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	var printed bytes.Buffer
	for _, c := range commands {
		var stderr bytes.Buffer
		if exit := Main(typed(c)[1:], strings.NewReader(""), &printed, &stderr); exit != Done {
			t.Fatalf("%s\nexit status %d\n%s", c, exit, stderr.String())
		}
	}
	rest := printed.String()
	for _, line := range shown {
		_, behind, there := strings.Cut("\n"+rest, "\n"+line+"\n")
		if !there {
			t.Fatalf("it shows, and the commands do not print there:\n%s\nThey print:\n%s", line, printed.String())
		}
		rest = behind
	}
}

// typed takes a command line apart as a shell does, as far as quotes go.
func typed(line string) (args []string) {
	var word strings.Builder
	quote := rune(0)
	for _, r := range line + " " {
		switch {
		case quote == 0 && (r == '"' || r == '\''):
			quote = r
		case r == quote:
			quote = 0
		case r == ' ' && quote == 0:
			if word.Len() > 0 {
				args = append(args, word.String())
				word.Reset()
			}
		default:
			word.WriteRune(r)
		}
	}
	return args
}
