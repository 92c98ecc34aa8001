package marks

import "strings"

// optionLabel is the label of an option, as in "**Option 2** (HAR, SEL): ".
type optionLabel struct {
	label
	from, to int
	text     string // "2", "(a)"
	stances  []Stance
}

// optionWord is the length of the word that begins the label of an option.
func optionWord(s string) int {
	for _, w := range []string{"Option", "OPTION", "Alternative", "ALTERNATIVE", "Sub-option", "Suboption"} {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

// leads reports whether a line begins with the label of an option, also behind
// brackets that are opened before it.
func (r *reader) leads(at, to int) bool {
	for n := 0; at < to && n < 16; n++ {
		if _, ok := r.optionAt(at, to, true); ok {
			return true
		}
		if strings.IndexByte("[{ \t", r.src[at]) < 0 {
			return false
		}
		at++
	}
	return false
}

// optionAt reads the label of an option. At the start of a paragraph it may
// end without a colon where it is emphasised or stands alone; within a
// paragraph it may not, since "option 1" is also how people speak of one.
func (r *reader) optionAt(at, to int, start bool) (optionLabel, bool) {
	if r.set.Dialect == InConference || r.set.Dialect == InTrade {
		return optionLabel{}, false
	}
	s := r.src[at:to]
	i := 0
	for i < len(s) && i < 3 && (s[i] == '*' || s[i] == '_') {
		i++
	}
	bold := i
	n := optionWord(s[i:])
	if n == 0 || r.set.Dialect == InOptions && bold > 0 {
		return optionLabel{}, false
	}
	i += n
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	from, open := i, i < len(s) && s[i] == '('
	if open {
		i++
	}
	sort, value, n := numeral(s[i:])
	if n == 0 {
		return optionLabel{}, false
	}
	i += n
	l := optionLabel{label: label{sort: sort, value: value, style: '.'}, from: at}
	if open {
		if i >= len(s) || s[i] != ')' {
			return optionLabel{}, false
		}
		l.style = '('
		i++
	} else if i < len(s) && isWordByte(s[i]) {
		return optionLabel{}, false
	}
	if strings.Contains(s[from:i], ".") {
		l.style = ',' // 1.1: a series within option 1
	}
	l.text = s[from:i]
	emphasis := func() bool {
		was := i
		for i < len(s) && (s[i] == '*' || s[i] == '_') {
			i++
		}
		return i > was
	}
	named := emphasis() && bold > 0
	bare := i
	held := false
	if j := i + len(s[i:]) - len(strings.TrimLeft(s[i:], " \t")); j < len(s) && s[j] == '(' {
		if end := strings.IndexByte(s[j:], ')'); end > 0 {
			if l.stances, held = r.holders(at+j+1, at+j+end); held {
				i = j + end + 1
				named = emphasis() && bold > 0 || named
			}
		}
	}
	rest := s[i:]
	switch {
	case strings.HasPrefix(rest, ":"):
		i++
		if emphasis() && i < len(s) && s[i] == ':' {
			i++
		}
	case !start || r.set.Dialect == InOptions:
		return optionLabel{}, false
	case strings.TrimSpace(rest) == "", rest[0] == ' ' && strings.HasPrefix(strings.TrimLeft(rest, " "), "["):
	case held, named && strings.IndexByte(". \t[", rest[0]) >= 0:
		if rest[0] == '.' {
			i++
		}
	case strings.HasPrefix(rest, " – "), strings.HasPrefix(rest, " - "), strings.HasPrefix(rest, " — "):
		i += len(rest) - len(strings.TrimLeft(rest, " –-—"))
		i--
	case strings.HasPrefix(strings.TrimLeft(rest, " "), "(") && i == bare:
		end := strings.IndexByte(rest, ')')
		if end < 0 || !strings.HasPrefix(strings.TrimLeft(rest[end+1:], "*_"), ":") {
			return optionLabel{}, false
		}
	default:
		return optionLabel{}, false
	}
	if i < len(s) && s[i] == ' ' {
		i++
	}
	l.to = at + i
	l.size = i
	return l, true
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

// follows reports whether l comes directly behind prev in a series.
func (l label) follows(prev label) bool {
	return l.style == prev.style && l.sort == prev.sort && l.value == prev.value+1
}

// inline finds the labels of options within a paragraph, behind the end of a
// sentence.
func (r *reader) inline(p *paragraph, from int) []optionLabel {
	var out []optionLabel
	if r.set.Dialect != Any {
		return nil
	}
	next := func(word string, at int) int {
		if i := strings.Index(r.src[at:p.to], word); i >= 0 {
			return at + i
		}
		return p.to
	}
	option, other := next("ption", from), next("lternative ", from)
	for {
		found := min(option, other)
		if found >= p.to {
			return out
		}
		if found == option {
			option = next("ption", found+1)
		} else {
			other = next("lternative ", found+1)
		}
		if found == from {
			continue
		}
		begin := found - 1
		for begin > from && (r.src[begin-1] == '*' || r.src[begin-1] == '_') {
			begin--
		}
		before := strings.TrimRight(r.src[max(from, begin-8):begin], " \t\r\n")
		end := len(before) == 0 && begin-from < 8
		if n := len(before); n > 0 {
			end = strings.IndexByte(".;:,]}", before[n-1]) >= 0
		}
		if l, ok := r.optionAt(begin, p.to, false); ok && end && begin >= from {
			out = append(out, l)
		}
	}
}

// BeginsOption reports whether a line begins with the label of an option, also
// behind the label of an item and brackets.
func BeginsOption(l string) bool {
	r := &reader{src: l}
	return r.leads(itemAt(l, 0).size, len(l))
}

// IsNoText reports whether an option says that there is to be no text.
func IsNoText(s string) bool {
	return len(s) < 80 && strings.EqualFold(strings.Trim(s, "*_[]. \t\r\n"), "no text")
}
