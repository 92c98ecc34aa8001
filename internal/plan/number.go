package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Number is a printed number taken apart, so that numbers can be put in order:
// 3 < 3 alt < 3 bis < 3 ter < 4, 6 < 6a < 7, 1.2 < 1.10, IV < V.
type Number struct {
	stem    []int // 3.2 is 3, 2
	letter  int   // the a of 6a, from 1; 0 for none
	ordinal int   // bis is 2, ter is 3; 0 for none
	alt     int   // alt is 1, alt 2 is 2; 0 for none
}

// ordinals are the words behind the number of what came in between, the Latin
// ones and what others write for them.
var ordinals = map[string]int{
	"bis": 2, "ter": 3, "quat": 4, "quater": 4, "quinquies": 5, "sexies": 6, "septies": 7,
	"octies": 8, "nonies": 9, "decies": 10, "біс": 2, "бис": 2, "тер": 3, "مكرر": 2,
}

// firsts are words printed instead of the number one ("Article premier").
var firsts = []string{"premier", "première", "unique"}

// ParseNumber reads a printed number: 6, ٦, 3.2, 6a, 3 bis, 3.bis, 3 bis alt 2,
// 9 add 11, IV, B, premier, 第三条.
func ParseNumber(s string) (Number, bool) {
	if n, end := scanNumber(s); end > 0 && end == len(s) {
		return n, true
	}
	if slices.Contains(firsts, strings.ToLower(s)) || s == "1er" || s == "1ère" {
		return Number{stem: []int{1}}, true
	}
	if inner, ok := strings.CutPrefix(s, "第"); ok {
		inner = strings.TrimRight(inner, "条條點点项項")
		if v := hanValue(inner); v > 0 {
			return Number{stem: []int{v}}, true
		}
		n, end := scanNumber(inner)
		return n, end > 0 && end == len(inner)
	}
	if v := hanValue(s); v > 0 {
		return Number{stem: []int{v}}, true
	}
	// of single letters only I, V and X are more often numerals than letters
	if v := romanValue(s); v > 0 && (len(s) > 1 || strings.Contains("IVXivx", s)) {
		return Number{stem: []int{v}}, true
	}
	if r, size := utf8.DecodeRuneInString(s); size == len(s) && unicode.IsLetter(r) {
		return Number{stem: []int{letterValue(r)}}, true
	}
	return Number{}, false
}

// Compare orders numbers as they are printed one behind the other.
func (n Number) Compare(m Number) int {
	return cmp.Or(slices.Compare(n.stem, m.stem), cmp.Compare(n.letter, m.letter),
		cmp.Compare(n.ordinal, m.ordinal), cmp.Compare(n.alt, m.alt))
}

// AddedTo reports whether n is printed as what was added behind m: 9 bis behind
// 9, 9 ter behind 9.
func (n Number) AddedTo(m Number) bool {
	return n.ordinal > 0 && m.ordinal == 0 && m.alt == 0 && m.letter == n.letter && slices.Equal(n.stem, m.stem)
}

// ScanNumber reads a printed number in figures at the beginning of s, such as
// the 3 bis of "3 bis (a)", and says how many bytes it takes; 0 where there is none.
func ScanNumber(s string) (n Number, size int) { return scanNumber(s) }

// Key is the same text for numbers that are the same, however they are printed:
// for 3 bis and 3.bis, for IV and 4.
func (n Number) Key() string { return fmt.Sprint(n.stem, n.letter, n.ordinal, n.alt) }

// Parts takes a number apart: 3.2 is the stem 3, 2; the a of 6a is the letter 1;
// bis is the ordinal 2, and alt 2 the alt 2. What is not there is 0.
func (n Number) Parts() (stem []int, letter, ordinal, alt int) {
	return n.stem, n.letter, n.ordinal, n.alt
}

// scanNumber reads a number in figures at the beginning of s and returns where
// it ends, 0 where there is none.
func scanNumber(s string) (Number, int) {
	var n Number
	v, at := figures(s)
	if at == 0 {
		return n, 0
	}
	n.stem = append(n.stem, v)
	for len(n.stem) < 6 && at < len(s) && s[at] == '.' {
		v, size := figures(s[at+1:])
		if size == 0 {
			break
		}
		n.stem = append(n.stem, v)
		at += 1 + size
	}
	behind := func(from int) (word string, end int) {
		if from < len(s) && (s[from] == ' ' || s[from] == '.') {
			from++
		}
		end = from
		for end < len(s) && end-from < 12 {
			r, size := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsLetter(r) {
				break
			}
			end += size
		}
		return strings.ToLower(s[from:end]), end
	}
	word, end := behind(at)
	joined := end-at == len(word)
	switch {
	case ordinals[word] > 0:
		n.ordinal, at = ordinals[word], end
		word, end = behind(at)
	case joined && word != "" && utf8.RuneCountInString(word) == 1:
		r, _ := utf8.DecodeRuneInString(word)
		n.letter, at = letterValue(r), end
		word, end = behind(at)
	}
	if word == "alt" || word == "add" {
		v, size := 0, 0
		if end < len(s) && s[end] == ' ' {
			v, size = figures(s[end+1:])
		}
		switch {
		case word == "alt":
			n.alt, at = 1, end
			if size > 0 && closed(s, end+1+size) {
				n.alt, at = v, end+1+size
			}
		case size > 0: // what comes behind decies
			n.ordinal, at = 10+v, end+1+size
		}
	}
	if !closed(s, at) {
		return Number{}, 0
	}
	return n, at
}

// closed reports whether no letter or figure goes on at s[at:].
func closed(s string, at int) bool {
	r, _ := utf8.DecodeRuneInString(s[at:])
	return at == len(s) || !unicode.In(r, unicode.L, unicode.N, unicode.M)
}

// figures reads up to three decimal figures of any script.
func figures(s string) (value, size int) {
	for n := 0; n < 3 && size < len(s); n++ {
		r, w := utf8.DecodeRuneInString(s[size:])
		if !unicode.IsDigit(r) {
			break
		}
		value = 10*value + digitValue(r)
		size += w
	}
	return value, size
}

// digitValue relies on decimal digits standing in runs of ten from zero on.
func digitValue(r rune) int {
	v := 0
	for v < 9 && unicode.IsDigit(r-1) && r != '0' && (r-1)>>4 == r>>4 {
		r, v = r-1, v+1
	}
	return v
}

func letterValue(r rune) int {
	r = unicode.ToLower(r)
	if r >= 'a' && r <= 'z' {
		return int(r-'a') + 1
	}
	return int(r)
}

// romanValue reads a Roman numeral that is written as one writes it, all in
// capitals or all in small letters; 0 for anything else.
func romanValue(s string) int {
	if len(s) == 0 || len(s) > 9 || s != strings.ToUpper(s) && s != strings.ToLower(s) {
		return 0
	}
	v, rest := 0, strings.ToUpper(s)
	for _, d := range []struct {
		sign  string
		value int
	}{{"C", 100}, {"XC", 90}, {"L", 50}, {"XL", 40}, {"X", 10}, {"IX", 9}, {"V", 5}, {"IV", 4}, {"I", 1}} {
		for n := 0; strings.HasPrefix(rest, d.sign) && (n == 0 || len(d.sign) == 1 && n < 3); n++ {
			v, rest = v+d.value, rest[len(d.sign):]
		}
	}
	if rest != "" {
		return 0
	}
	return v
}

// hanValue reads a Chinese numeral up to 999; 0 for anything else.
func hanValue(s string) int {
	total, digit := 0, -1
	for i, r := range s {
		switch r {
		case '零', '〇':
			digit = -1
		case '十', '百':
			unit := map[rune]int{'十': 10, '百': 100}[r]
			if digit < 0 {
				if i > 0 && r == '百' {
					return 0
				}
				digit = 1
			}
			total, digit = total+digit*unit, -1
		default:
			v := strings.IndexRune("一二三四五六七八九", r)
			if v < 0 || digit >= 0 {
				return 0
			}
			digit = v/3 + 1
		}
	}
	return total + max(digit, 0)
}
