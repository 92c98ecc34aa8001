package linkage

import (
	"math/big"
	"strings"

	"nonpaper/internal/pattern"
)

// Number is a decimal number as it is written: "30", "2.5". No sign, no leading
// zeros, no zeros at the end of its fraction.
type Number string

// spelled are the numbers that English texts write in words.
var spelled = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
	"twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
}

// ParseNumber reads a number as texts write it: "30", "1,000", "2.5", "thirty",
// "forty-five". A comma before exactly three digits divides thousands, any other
// is a decimal comma.
func ParseNumber(s string) (Number, bool) {
	s = strings.ToLower(s)
	if n, ok := spelled[s]; ok {
		return Number(n), true
	}
	if tens, ones, ok := strings.Cut(s, "-"); ok {
		t, o := spelled[tens], spelled[ones]
		if len(t) == 2 && t[1] == '0' && t != "10" && len(o) == 1 {
			return Number(t[:1] + o), true
		}
		return "", false
	}
	if len(s) > 30 || !plainNumber.Regexp().MatchString(s) {
		return "", false
	}
	if thousands.Regexp().MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	whole, fraction, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return Number(whole), true
}

var (
	plainNumber = pattern.New(`^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$|^[0-9]+(?:[.,][0-9]+)?$`)
	thousands   = pattern.New(`^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$`)
)

// compare is -1, 0 or 1.
func (n Number) compare(o Number) int {
	a, okA := new(big.Rat).SetString(string(n))
	b, okB := new(big.Rat).SetString(string(o))
	if !okA || !okB {
		return strings.Compare(string(n), string(o))
	}
	return a.Cmp(b)
}

var multiplies = map[string]bool{"hundred": true, "thousand": true, "million": true, "billion": true}

// figure is a number with its unit where it stands in a reading, in bytes.
type figure struct {
	number   Number
	from, to int
}

// number as a text writes it, with the same in figures behind it, if any:
// "thirty (30)".
const numberForm = `[0-9]+(?:[.,][0-9]+)*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:one|two|three|four|five|six|seven|eight|nine)|[a-z]+`

var figureForm = pattern.New(`(?i)(` + numberForm + `)(?:\s*\([^)]{1,20}\))?(?:\s*(?:-|–|to|and|or)\s*(` + numberForm + `)(?:\s*\([^)]{1,20}\))?)?[\s\x{a0}-]*$`)

// figures are the numbers that a reading gives in a unit: "30 days", "thirty (30)
// days", "a 30-day period"; of "30 to 45 days" both.
func figures(reading, unit string) (out []figure) {
	low := lower(reading)
	stem := strings.TrimSuffix(lower(unit), "s")
	for at := 0; ; {
		i := strings.Index(low[at:], stem)
		if i < 0 {
			return out
		}
		i += at
		end := i + len(stem)
		if strings.HasPrefix(low[end:], "s") {
			end++
		}
		at = i + len(stem)
		if !boundary(low, end) {
			continue
		}
		from := max(0, i-80)
		for from > 0 && low[from]&0xC0 == 0x80 {
			from--
		}
		m := figureForm.Regexp().FindStringSubmatchIndex(low[from:i])
		if m == nil || from+m[2] > 0 && !boundary(low, from+m[2]) {
			continue
		}
		for _, g := range []int{2, 4} {
			if m[g] < 0 {
				continue
			}
			said := low[from+m[g] : from+m[g+1]]
			if multiplies[said] { // "one hundred and twenty": not read, so that it is not read as twenty
				break
			}
			if n, ok := ParseNumber(said); ok {
				out = append(out, figure{n, from + m[g], end})
			}
		}
	}
}

// lower is the text in small letters with every byte where it was.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// boundary reports whether no word goes on across a place.
func boundary(s string, at int) bool {
	letter := func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
	}
	return at <= 0 || at >= len(s) || !letter(s[at-1]) || !letter(s[at])
}
