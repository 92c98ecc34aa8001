package amend

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/pattern"
)

// labelRe is what numbers a paragraph: "I. - ", "2° ", "a) ", "(b) ", "Art. L. 1-2. - ", with
// a quotation mark before it. Strings of drafting such as "II bis" are labels too.
var labelRe = pattern.New(`^["«“]?\s*(?:(?:Art\.|Article)\s[^\n]{1,40}?\.?\s[-–—]\s(?:[IVX]+\.\s[-–—]\s)?|(?:[IVX]+(?:\s(?:bis|ter|quater|[A-Z]))*)\s?(?:\.\s?[-–—]?|[-–—])\s|\d+°\s(?:(?:bis|ter|quater)\s)?|\(?[a-z]{1,3}\)\s|\d+[.)]\s)?`)

// linesOf are the paragraphs of a wording.
func linesOf(body string) []span {
	var out []span
	from := 0
	for line := range strings.SplitSeq(body, "\n") {
		out = append(out, span{from, from + len(line)})
		from += len(line) + 1
	}
	return out
}

// wholeLines widens a stretch to whole paragraphs.
func wholeLines(body string, at span) span {
	from := strings.LastIndexByte(body[:at.from], '\n') + 1
	to := len(body)
	if k := strings.IndexByte(body[at.to:], '\n'); k >= 0 {
		to = at.to + k
	}
	return span{from, to}
}

// resolve finds a place in a wording.
func (p Place) resolve(body string) (span, error) {
	lines := linesOf(body)
	first, last := 0, len(lines)-1
	for _, label := range p.Label {
		var err error
		if first, last, err = underLabel(body, lines, first, last, label); err != nil {
			return span{}, err
		}
	}
	if p.Paragraph != 0 {
		n := last - first + 1
		k := p.Paragraph - 1
		if p.Paragraph < 0 {
			k = n + p.Paragraph
		}
		if k < 0 || k >= n {
			return span{}, fmt.Errorf("there is no paragraph %s, the wording has %d", ordinal(p.Paragraph), n)
		}
		first, last = first+k, first+k
	}
	at := span{lines[first].from, lines[last].to}
	if p.Noted != "" && first == last && !hasLabel(body[at.from:at.to], p.Noted) {
		return span{}, fmt.Errorf("that paragraph is not %s", p.Noted)
	}
	if p.Sentence != 0 {
		if first != last {
			return span{}, fmt.Errorf("it does not say of which paragraph the sentence is")
		}
		list := sentences(body, at)
		k := p.Sentence - 1
		if p.Sentence < 0 {
			k = len(list) + p.Sentence
		}
		if k < 0 || k >= len(list) {
			return span{}, fmt.Errorf("there is no sentence %s, the paragraph has %d", ordinal(p.Sentence), len(list))
		}
		at = list[k]
	}
	return at, nil
}

func ordinal(n int) string {
	switch {
	case n == -1:
		return "at the end"
	case n < 0:
		return itoa(-n) + " from the end"
	}
	return itoa(n)
}

// bare is a label without marks: "2° " is 2°, "(b)" is b, "II. - " is II.
func bare(label string) string {
	return strings.TrimSpace(strings.Trim(strings.Join(strings.Fields(label), " "), `"«“().-–— `))
}

func hasLabel(line, label string) bool {
	return strings.EqualFold(bare(labelRe.FindString(line)), bare(label))
}

// kindOf is the sort of a label, the outer sorts first.
func kindOf(label string) int {
	switch label = bare(label); {
	case label == "":
		return 9
	case strings.Contains(label, "Art"):
		return 0
	case strings.HasSuffix(label, "°") || strings.Contains(label, "°"):
		return 2
	case strings.Trim(strings.Fields(label)[0], "IVX") == "":
		return 1
	case strings.Trim(label, "0123456789") == "":
		return 3
	}
	return 4
}

// underLabel are the paragraphs from one that has a label up to the next of the
// same sort or of an outer one.
func underLabel(body string, lines []span, first, last int, label string) (from, to int, err error) {
	from = -1
	for i := first; i <= last; i++ {
		if hasLabel(body[lines[i].from:lines[i].to], label) {
			if from >= 0 {
				return 0, 0, fmt.Errorf("several paragraphs are numbered %s", label)
			}
			from = i
		}
	}
	if from < 0 {
		return 0, 0, fmt.Errorf("no paragraph is numbered %s", label)
	}
	mine := kindOf(labelRe.FindString(body[lines[from].from:lines[from].to]))
	for to = from; to < last; to++ {
		next := labelRe.FindString(body[lines[to+1].from:lines[to+1].to])
		if kindOf(next) <= mine {
			break
		}
	}
	return from, to, nil
}

// abbreviations end in a point that ends no sentence.
var abbreviations = map[string]bool{
	"art": true, "al": true, "no": true, "nos": true, "p": true, "pp": true, "cf": true, "mm": true, "mme": true, "dr": true, "st": true, "par": true, "para": true,
	"paras": true, "vs": true, "e.g": true, "i.e": true, "etc": true, "mr": true, "mrs": true, "ms": true, "res": true, "rev": true, "vol": true, "ch": true, "sec": true,
}

// sentences divides a stretch of one paragraph into sentences.
func sentences(body string, at span) []span {
	var out []span
	s := body[at.from:at.to]
	from := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if !strings.ContainsRune(".!?…", r) || r == '.' && abbreviated(s[:i-n]) {
			continue
		}
		end := i
		for end < len(s) {
			q, m := utf8.DecodeRuneInString(s[end:])
			if !isQuote(q) && q != ')' {
				break
			}
			end += m
		}
		rest := strings.TrimLeft(s[end:], " \u00a0")
		if len(rest) == len(s[end:]) || rest == "" {
			continue
		}
		q, m := utf8.DecodeRuneInString(rest)
		if isQuote(q) || q == '(' {
			q, _ = utf8.DecodeRuneInString(strings.TrimLeft(rest[m:], " \u00a0"))
		}
		if !upper(q) && !unicode.IsDigit(q) {
			continue
		}
		if unicode.IsDigit(q) && r == '.' && len(out) == 0 && strings.Trim(s[:i], "0123456789. ") == "" {
			continue
		}
		out = append(out, span{at.from + from, at.from + end})
		from = len(s) - len(rest)
		i = from
	}
	if from < len(s) {
		out = append(out, span{at.from + from, at.to})
	}
	return out
}

// abbreviated reports whether a point after this ends an abbreviation or a number
// before a list's words.
func abbreviated(s string) bool {
	k := strings.LastIndexFunc(s, func(r rune) bool { return !inWord(r) && r != '.' && r != '\'' }) + 1
	word := s[k:]
	if word == "" {
		return true
	}
	if _, n := utf8.DecodeRuneInString(word); n == len(word) {
		return true
	}
	if strings.Trim(word, "IVX") == "" {
		return strings.TrimLeft(s[:k], `"«“ `) == ""
	}
	return abbreviations[strings.ToLower(word)]
}
