package markdown

import (
	"strings"

	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// attributes is what stands in braces at the end of a heading:
// {#p6 act=move after=p12 kind=definition number="3 bis" label="Article"}.
// The words part and title make the line the heading of a part or the title.
type attributes struct {
	id      ident.Point
	act     plan.Act
	after   ident.Point
	kind    plan.Kind
	number  *string // given: the heading's own words are not searched for one
	label   *string
	heading *string // given: it stands for the words before the braces
	part    bool
	title   bool
}

// splitAttributes divides a line into its words and the attributes at its end.
// Braces that are no attributes are words. In Markdown a brace behind a
// backslash is a word.
func splitAttributes(line string, escapes bool) (string, attributes, bool) {
	if !strings.HasSuffix(line, "}") {
		return line, attributes{}, false
	}
	const most = 64 // of opening braces that are tried, from the end
	at := len(line)
	for range most {
		at = strings.LastIndexByte(line[:at], '{')
		if at < 0 {
			break
		}
		if at > 0 && line[at-1] != ' ' && line[at-1] != '\t' {
			continue
		}
		if escapes && at > 0 && line[at-1] == '\\' {
			continue
		}
		if a, ok := parseAttributes(line[at+1 : len(line)-1]); ok {
			return strings.TrimRight(line[:at], " \t"), a, true
		}
	}
	return line, attributes{}, false
}

func parseAttributes(s string) (a attributes, ok bool) {
	for {
		s = strings.TrimLeft(s, " \t")
		if s == "" {
			return a, true
		}
		word := s
		if i := strings.IndexAny(s, " \t=\""); i >= 0 {
			word = s[:i]
		}
		s = s[len(word):]
		if id, isID := strings.CutPrefix(word, "#"); isID {
			p, err := ident.ParsePoint(id)
			if err != nil || a.id != "" {
				return a, false
			}
			a.id = p
			continue
		}
		if word == "part" || word == "title" && !strings.HasPrefix(s, "=") {
			a.part, a.title = a.part || word == "part", a.title || word == "title"
			continue
		}
		if !strings.HasPrefix(s, "=") {
			return a, false
		}
		value, rest, good := attributeValue(s[1:])
		if !good || !a.set(word, value) {
			return a, false
		}
		s = rest
	}
}

// attributeValue reads a bare or a quoted value.
func attributeValue(s string) (value, rest string, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		i := strings.IndexAny(s, " \t\"")
		if i < 0 {
			i = len(s)
		}
		return s[:i], s[i:], i > 0
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case c == '"':
			return b.String(), s[i+1:], true
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

func (a *attributes) set(key, value string) bool {
	switch key {
	case "act":
		switch act := plan.Act(value); act {
		case plan.ActDelete, plan.ActKeep, plan.ActMove:
			a.act = act
			return true
		}
		return false
	case "after":
		p, err := ident.ParsePoint(value)
		a.after = p
		return err == nil
	case "kind":
		switch kind := plan.Kind(value); kind {
		case plan.KindPoint, plan.KindPreamble, plan.KindAnnex, plan.KindFootnote, plan.KindDefinition:
			a.kind = kind
			return true
		}
		return false
	case "number":
		a.number = &value
	case "label":
		a.label = &value
	case "heading":
		a.heading = &value
	default:
		return false
	}
	return true
}

// quoted writes a value so that attributeValue reads it back.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "<!--", `<\!--`).Replace(s) + `"`
}
