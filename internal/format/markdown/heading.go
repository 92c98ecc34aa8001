package markdown

import (
	"strings"

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

// parseHead takes a heading apart: "Article 3 bis. Guarantees".
func parseHead(s string) head {
	if preamble().MatchString(s) {
		return head{kind: plan.KindPreamble, heading: s}
	}
	if m := annexLine().FindStringSubmatch(s); m != nil {
		return head{kind: plan.KindAnnex, label: m[1], number: m[2], heading: m[3], numbered: true}
	}
	h := head{kind: plan.KindPoint, heading: s}
	if m := chinese().FindStringSubmatch(s); m != nil {
		h = head{kind: plan.KindPoint, label: "第%" + m[2], number: m[1], heading: m[3], numbered: true}
	} else if m := labelled().FindStringSubmatch(s); m != nil {
		h = head{kind: plan.KindPoint, label: m[1], number: m[2], heading: m[3], numbered: true}
	} else if m := resolution().FindStringSubmatch(s); m != nil {
		h = head{kind: plan.KindPoint, number: m[1], heading: m[2], numbered: true}
	} else if m := bareNumber().FindStringSubmatch(s); m != nil {
		h = head{kind: plan.KindPoint, number: m[1], heading: m[2], numbered: true}
	} else if m := dashed().FindStringSubmatch(s); m != nil {
		h = head{kind: plan.KindPoint, number: m[1], heading: m[2], numbered: true}
	} else if m := lettered().FindStringSubmatch(s); m != nil {
		h = head{kind: plan.KindPoint, number: m[1], heading: m[2], numbered: true}
	} else if m := withSuffix().FindStringSubmatch(s); m != nil {
		h = head{kind: plan.KindPoint, number: m[1], heading: m[2], numbered: true}
	} else if m := onlyNumber().FindStringSubmatch(s); m != nil {
		h = head{kind: plan.KindPoint, number: m[1], numbered: true}
	}
	if definition().MatchString(h.heading) {
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
