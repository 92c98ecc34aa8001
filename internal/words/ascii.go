package words

// appendASCII is AppendLine for a line of plain English words: letters and figures
// with hyphens and apostrophes between them, single blanks, and signs that nothing is
// joined by. Most lines are such, and need no rules for every script. It is false for
// any other line, and nothing is appended then.
func appendASCII(out []Token, line string) ([]Token, bool) {
	first := len(out)
	give := func(from, to int, blank bool) { out = append(out, newToken(line[from:to], blank)) }
	for i := 0; i < len(line); {
		blank := line[i] == ' '
		if blank {
			if i++; i == len(line) || line[i] == ' ' {
				return out[:first], false
			}
		}
		from := i
		switch kindOf[line[i]] {
		case inWord:
			figures := true
			for i < len(line) && (kindOf[line[i]] == inWord || kindOf[line[i]] == betweenWords && i+1 < len(line) && kindOf[line[i+1]] == inWord) {
				figures = figures && isFigure(line[i])
				i++
			}
			// what a number may go on with, or two words be joined by, is looked at by the rules
			if i < len(line) && kindOf[line[i]] == 0 || i+1 < len(line) && kindOf[line[i]] == joiningSign && kindOf[line[i+1]] == inWord ||
				figures && i+1 < len(line) && line[i] == ' ' && isFigure(line[i+1]) {
				return out[:first], false
			}
		case sign, joiningSign:
			if i == 0 && line[i] == '(' { // perhaps a label
				return out[:first], false
			}
			i++
		default:
			return out[:first], false
		}
		give(from, i, blank)
	}
	settleSides(out[first:])
	return out, true
}

// The kinds of ASCII characters, to appendASCII; 0 is for those that it leaves to the
// rules for every script.
const (
	inWord       = iota + 1 // letters and figures
	betweenWords            // hyphen and apostrophe, which join what they stand between
	sign                    // a token by itself wherever it stands
	joiningSign             // a token by itself but between letters or figures
	aBlank
)

var kindOf = func() (kind [256]uint8) {
	for c := range 128 {
		switch c := byte(c); {
		case isFigure(c), c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			kind[c] = inWord
		}
	}
	kind['-'], kind['\''], kind[' '] = betweenWords, betweenWords, aBlank
	for _, c := range []byte("()[]!?") {
		kind[c] = sign
	}
	for _, c := range []byte(".,;:/") {
		kind[c] = joiningSign
	}
	return kind
}()

func isFigure(c byte) bool { return c >= '0' && c <= '9' }
