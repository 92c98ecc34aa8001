package notation

import (
	"fmt"
	"regexp"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/styles"
)

// noText is what an option without words says.
const noText = "No text"

// options writes the distinct readings of a wording one below the other, "Option
// 1 (UNI): …"; a wording without a bracket as it is.
func options(w bracket.Wording) string {
	list := styles.ListOptions(w)
	if len(list) == 1 {
		return optionWords(list[0].Words)
	}
	var b strings.Builder
	for i, o := range list {
		if i > 0 {
			b.WriteByte('\n')
		}
		words := optionWords(o.Words)
		switch o.Words {
		case "":
			words = noText
		case noText:
			words = `\` + noText
		}
		between := " "
		if strings.Contains(words, "\n") {
			between = "\n" // several paragraphs stand below the label
		}
		b.WriteString(optionLabel(i, o) + between + words)
	}
	return b.String()
}

// optionLabel is "Option 2 (HAR, SEL):".
func optionLabel(i int, o styles.Option) string {
	label := fmt.Sprintf("Option %d", i+1)
	if len(o.By) > 0 {
		label += " (" + styles.Codes(o.By, ", ") + ")"
	}
	return label + ":"
}

// looksOption finds the lines that begin as the label of an option does, which may
// stand behind blanks and braces.
var looksOption = regexp.MustCompile(`(?m)^([ \t{]*)(\\*(?:Option|OPTION|Alternative|ALTERNATIVE|Sub-option|Suboption))`)

// optionWords writes words so that no line of them is taken for an option.
func optionWords(s string) string {
	return looksOption.ReplaceAllString(escape(s, false), `${1}\${2}`)
}
