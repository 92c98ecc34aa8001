package markdown

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/plan"
)

// The words for parts, points and their kinds in the languages in which plans
// come. A word that is not here is read as words; nothing is lost by it.
const (
	pointWords = `Article|Art\.|Artikel|Artículo|Articolo|Artigo|Point|Punkt|Clause|Стаття|Статья|Пункт|المادة|البند|מאמר|סעיף`
	partWords  = `Part|Chapter|Title|Section|Partie|Chapitre|Titre|Teil|Kapitel|Частина|Часть|Розділ|Раздел|Глава|الباب|الجزء|الفصل`
	annexWords = `Annex|Annexe|Appendix|Anhang|Anexo|Додаток|Приложение|المرفق|附件`
	latin      = `bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies`
	ordinals   = latin + `|біс|бис|тер|مكرر`
	arabicWord = `ال(?:أول|أولى|ثاني|ثانية|ثالث|ثالثة|رابع|رابعة|خامس|خامسة|سادس|سادسة|سابع|سابعة|ثامن|ثامنة|تاسع|تاسعة|عاشر|عاشرة)(?:\s+مكرر)?`
)

// inCapitals adds the words as they stand in a heading in capitals; in small
// letters they begin a sentence that speaks of an article or a part.
func inCapitals(words string) string { return words + "|" + strings.ToUpper(words) }

var (
	arabicNumber = `\p{Nd}{1,4}(?:\.\p{Nd}{1,3}){0,3}`
	suffix       = `(?:[ .]?(?:(?:` + latin + `)\b|біс|бис|тер|مكرر))?(?: ?alt\b(?: \p{Nd}{1,2})?)?` // \b knows Latin letters only
	labelNumber  = arabicNumber + `(?:-\p{Nd}{1,2}|[a-zA-Zа-яіїєґ])?` + suffix
	pointNumber  = `(?:` + arabicNumber + suffix + `)`
	anyNumber    = `(?:` + arabicNumber + suffix + `|[IVXLC]{1,8}|[A-Z]|premier|première|один|one|` + arabicWord + `)`
	stop         = `(?:\s*[.:)–—]\s+|\s+[-–—]\s+|\s*[.:)]?$)`

	labelled   = pattern(`^(` + inCapitals(pointWords) + `)\s+(` + labelNumber + `|[IVXLC]{1,8}|premier|première|PREMIER|` + arabicWord + `)(?:` + stop + `|\s+)(.*)$`)
	resolution = pattern(`^((?:PP|OP)\p{Nd}{1,3}` + suffix + `)(?:` + stop + `|\s+)(.*)$`)
	bareNumber = pattern(`^(` + pointNumber + `)` + `(?:\s*[.)]\s+|\s*[.)]$|\s+[–—]\s+)(.*)$`)
	dashed     = pattern(`^(` + pointNumber + `)\s+-\s+(\p{Lu}.*)$`)
	lettered   = pattern(`^(\p{Nd}{1,3}[a-z])\.\s+(.*)$`)
	withSuffix = pattern(`^(` + arabicNumber + `[ .]?(?:(?:` + ordinals + `)|alt(?: \p{Nd}{1,2})?))(?:\s+|$)(.*)$`)
	onlyNumber = pattern(`^(` + pointNumber + `)$`)
	chinese    = pattern(`^第\s*([\p{Nd}一二三四五六七八九十百零]{1,6})\s*(条|點|点)[\s:：、]*(.*)$`)
	partLine   = pattern(`^((?:` + inCapitals(partWords) + `)\s+` + anyNumber + `|第\s*[\p{Nd}一二三四五六七八九十]{1,4}\s*[部章编編节節])(?:` + stop + `|\s+)?(.*)$`)
	annexLine  = pattern(`^(` + inCapitals(annexWords) + `)(?:\s*(` + anyNumber + `))?(?:` + stop + `|$)(.*)$`)
	preamble   = pattern(`^(?i:preamble|préambule|präambel|preámbulo|преамбула|الديباجة|序言)$`)
	definition = pattern(`^(?i:definitions?|use of terms|terms used|définitions|begriffsbestimmungen|визначення(?: термінів)?|определения|التعاريف|定义)$`)
	deleted    = pattern(`^[\[(](?i:deleted)[\])]$`)
)

// head is what a heading says.
type head struct {
	kind          plan.Kind
	label, number string
	heading       string
	numbered      bool
}

// form is one way in which a heading begins.
type form struct {
	pattern func() *regexp.Regexp
	begins  func(r rune) bool // false where no heading of this form begins with it: most lines are told apart by that
	head    func(m []string) head
}

// numbered is a heading that begins with its number.
func numbered(m []string) head {
	return head{kind: plan.KindPoint, number: m[1], heading: m[2], numbered: true}
}

// forms are the ways in which the heading of a point or an annex begins; the first that
// fits is taken.
var forms = []form{
	{annexLine, beginsOneOf(annexWords), func(m []string) head {
		return head{kind: plan.KindAnnex, label: m[1], number: m[2], heading: m[3], numbered: true}
	}},
	{chinese, func(r rune) bool { return r == '第' }, func(m []string) head {
		return head{kind: plan.KindPoint, label: "第%" + m[2], number: m[1], heading: m[3], numbered: true}
	}},
	{labelled, beginsOneOf(pointWords), func(m []string) head {
		return head{kind: plan.KindPoint, label: m[1], number: m[2], heading: m[3], numbered: true}
	}},
	{resolution, func(r rune) bool { return r == 'P' || r == 'O' }, numbered},
	{bareNumber, isDigit, numbered},
	{dashed, isDigit, numbered},
	{lettered, isDigit, numbered},
	{withSuffix, isDigit, numbered},
	{onlyNumber, isDigit, func(m []string) head { return head{kind: plan.KindPoint, number: m[1], numbered: true} }},
}

func isDigit(r rune) bool { return unicode.Is(unicode.Nd, r) }

// beginsOneOf is true of what one of the words begins with, also in capitals.
func beginsOneOf(words string) func(rune) bool {
	var first []rune
	for w := range strings.SplitSeq(inCapitals(words), "|") {
		r, _ := utf8.DecodeRuneInString(w)
		if !slices.Contains(first, r) {
			first = append(first, r)
		}
	}
	return func(r rune) bool { return slices.Contains(first, r) }
}

// longestName is longer than any name of a preamble or of definitions, in bytes.
const longestName = 64

// parseHead takes a heading apart: "Article 3 bis. Guarantees".
func parseHead(s string) head {
	if len(s) <= longestName && preamble().MatchString(s) {
		return head{kind: plan.KindPreamble, heading: s}
	}
	h := head{kind: plan.KindPoint, heading: s}
	first, _ := utf8.DecodeRuneInString(s)
	for i := range forms {
		if f := &forms[i]; f.begins(first) {
			if m := f.pattern().FindStringSubmatch(s); m != nil {
				h = f.head(m)
				break
			}
		}
	}
	if h.kind != plan.KindAnnex && len(h.heading) <= longestName && definition().MatchString(h.heading) {
		h.kind = plan.KindDefinition
	}
	return h
}

// join is the opposite of parseHead.
func (h head) join() string {
	number := h.number
	switch {
	case strings.Contains(h.label, "%"):
		return strings.TrimSpace(strings.Replace(h.label, "%", h.number, 1) + " " + h.heading)
	case h.label != "":
		number = strings.TrimSpace(h.label + " " + h.number)
		if h.heading != "" {
			number += "."
		}
	case number != "":
		number += "."
	}
	return strings.TrimSpace(number + " " + h.heading)
}

// parsePart takes the heading of a part apart: "Part II. Security guarantees".
func parsePart(s string) (label, title string, labelledPart bool) {
	if m := partLine().FindStringSubmatch(s); m != nil {
		return m[1], m[2], true
	}
	return "", s, false
}

// joinPart is the opposite of parsePart.
func joinPart(label, title string) string {
	if label != "" && title != "" {
		return label + ". " + title
	}
	return label + title
}

// item is the label of an item at the beginning of a line; behind a figure the
// blank may be missing where the script has none.
var item = pattern(`^(?:(?:\([\p{L}\p{Nd}]{1,5}\)|[\p{L}\p{Nd}]{1,4}\)|\p{Nd}{1,3}[.°]|[a-z]\.|[ivxlc]{1,6}\.|[-*+•–—◦▪·\x{f0a7}\x{f0b7}])\s+\S|(?:（[\p{L}\p{Nd}]{1,5}）|\p{Nd}{1,3}[.．、]|[一二三四五六七八九十]{1,3}、)\s*\p{Han})`)
