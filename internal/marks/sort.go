package marks

import (
	"strings"
	"unicode"
)

// SortOf finds out what a bracket is for, by the words in it.
func SortOf(s string) Sort {
	if len(s) > 400 {
		return Text
	}
	bare := strings.TrimSpace(s)
	bare = strings.TrimSpace(strings.Trim(bare, "*_"))
	lower := strings.ToLower(strings.TrimRight(bare, ".;,: "))
	switch {
	case lower == "":
		return Text
	case strings.HasPrefix(strings.TrimLeft(lower, "*_ "), "placeholder"), isOpenFigure(bare), openWords[lower]:
		return Placeholder
	case isSlot(lower):
		return Slot
	case isEndMark(bare, lower):
		return EndMark
	}
	return Text
}

// openWords say that a date, a number or a name is to come.
var openWords = map[string]bool{
	"date": true, "dates": true, "number": true, "year": true, "name": true, "amount": true, "place": true, "tbd": true, "tbc": true,
	"to be determined": true, "to be decided": true, "to be confirmed": true, "to be completed": true, "to be added": true,
	"to be inserted": true, "to come": true, "blank": true,
}

// isOpenFigure reports whether words are a figure that is not there yet, or a
// range: X, 20XX, year X, XX/XX, 40-70, …, ___.
func isOpenFigure(s string) bool {
	if len(s) > 40 {
		return false
	}
	words := strings.Fields(s)
	open, figures, dashes := false, 0, 0
	for _, w := range words {
		letters := strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
		switch {
		case openWords[strings.ToLower(w)] && len(words) > 1:
			continue
		case letters == "" && strings.ContainsAny(w, "_…•●") || strings.Contains(w, "..."):
			open = open || !strings.ContainsAny(w, "0123456789")
			continue
		}
		for _, r := range w {
			switch {
			case r == 'X' || r == 'x' || len(w) == 1 && strings.ContainsRune("YyZzNn", r):
				open = true
			case unicode.IsDigit(r):
				figures++
			case r == '-' || r == '–':
				dashes++
			case strings.ContainsRune("./%()", r):
			default:
				return false
			}
		}
	}
	if open {
		return true
	}
	a, b, found := strings.Cut(strings.ReplaceAll(s, "–", "-"), "-")
	return found && dashes == 1 && figures > 1 && strings.ContainsAny(a, "0123456789") && strings.ContainsAny(b, "0123456789")
}

// isSlot reports whether the words say that nothing stands here.
func isSlot(lower string) bool {
	switch lower {
	case "deleted", "intentionally left blank", "left blank", "blank page", "no text", "reserved", "number not used":
		return true
	}
	for _, head := range []string{"moved to ", "moved from ", "merged with ", "see new ", "now "} {
		if rest, ok := strings.CutPrefix(lower, head); ok && len(rest) < 40 && strings.ContainsAny(rest, "0123456789") {
			return true
		}
	}
	return false
}

// isEndMark reports whether the words say how far a paragraph has come.
func isEndMark(bare, lower string) bool {
	if len(lower) > 80 {
		return false
	}
	switch lower {
	case "agreed", "agreed ad ref", "agreed ad referendum", "ad ref", "ad referendum", "subject to legal review", "subject to legal scrub",
		"subject to legal scrubbing", "pending legal review", "provisionally agreed", "general reserve", "scrutiny reserve", "linguistic reserve":
		return true
	}
	if strings.HasPrefix(lower, "agreed in ") || strings.HasPrefix(lower, "agreed by ") || strings.HasPrefix(lower, "agreed on ") || strings.HasPrefix(lower, "agreed subject to ") {
		return len(lower) < 80
	}
	first, rest, _ := strings.Cut(bare, " ")
	switch strings.ToLower(strings.TrimRight(rest, ". ")) {
	case "general reserve", "general reservation", "scrutiny reserve", "scrutiny reservation", "reserve", "reservation", "linguistic reserve", "parliamentary reserve":
		return strings.ContainsFunc(first, unicode.IsUpper) && !strings.ContainsFunc(first, unicode.IsLower)
	}
	return false
}
