package intake

import (
	"strings"

	"nonpaper/internal/pattern"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

const (
	number  = `(?:\d{1,3}(?:\.\d{1,3})?(?:\s?(?:bis|ter|quater)\b)?[a-z]?\b|[IVX]{1,6}\b)`
	kind    = `(?:points?|pts?\.?|articles?|art\.|paragraphs?|paragraphes?|paras?\.?|§+|clauses?|items?|brackets?|crochets?)`
	numbers = number + `(?:\s*(?:,|and|&|or|to|-|–|et|ou|à)\s*(?:(?:points?|articles?|le point|l['’]article)\s+)?` + number + `)*`
)

var (
	leadingRef = pattern.New(`(?i)^\s*(?:(?:[-–•*]|\(?\d{1,2}[.)])\s*)?(?:(?:on|in|re|regarding|concerning|as (?:for|to|regards)|with (?:regard|respect) to|for|under|at|sur|au|à|dans|concernant|quant (?:au|à)|s'agissant (?:du|de)|pour)\s*:?\s+)?(?:the\s+|le\s+|les\s+|l['’]\s*)?` + kind + `\s*(?:no\.?\s*|n°\s*)?(` + numbers + `)\s*(?:\([^)\n]{1,80}\)\s*)?([:.,–—-]|\n|$|\s)\s*`)
	onRef      = pattern.New(`(?i)^\s*(?:(?:[-–•*]|\(?\d{1,2}[.)])\s*)?(?:on|re|ad|sur|zu)\s*:?\s+(` + number + `)\s*([:,–—-])\s*`)
	bareRef    = pattern.New(`^\s*\(?(` + number + `)\s*[.):]\s+`)
	anyRef     = pattern.New(`(?i)(?:\b(?:on|in|of|to|from|for|at|with|sur|au|du|dans|avec|à|de|aux|des|les|le)\s+)?(?:the\s+|l['’]\s*)?(?:\b|§)` + kind + `\s*(?:no\.?\s*|n°\s*)?(` + numbers + `)`)
	listMark   = pattern.New(`^\s*(?:[-–•*]|\(?\d{1,2}[.)])\s+`)
	each       = pattern.New(`(?i)` + number)
	between    = pattern.New(`(?i)\s*(to|-|–|à)\s*`)
)

// inPoint are levels below a point, where a point is named beside them.
var inPoint = pattern.New(`(?i)(?:paragraphs?|paragraphes?|paras?\.?|items?)\s*(?:no\.?\s*|n°\s*)?$`)

// leading reads the points with which a paragraph begins, where what follows
// speaks of them: "Point 10: …", "On 10b, …", "10. …". Within what is said of a
// point, "paragraph 2" is the point's own.
func (r *reader) leading(s string, within bool) (refs []string, rest string, ok bool) {
	if m := leadingRef.FindStringSubmatchIndex(s); m != nil {
		refs, rest, mark := list(s[m[2]:m[3]]), s[m[1]:], strings.TrimSpace(s[m[4]:m[5]])
		if within && inPoint.MatchString(s[:m[2]]) || mark == "" && rest != "" && !speaksOf(rest) {
			return nil, "", false
		}
		return refs, strings.TrimSpace(rest), true
	}
	if m := onRef.FindStringSubmatchIndex(s); m != nil {
		return []string{s[m[2]:m[3]]}, strings.TrimSpace(s[m[1]:]), true
	}
	if m := bareRef.FindStringSubmatchIndex(s); m != nil {
		// a number alone may be that of a list: the words behind it have to be the point's
		ref, rest := s[m[2]:m[3]], strings.TrimSpace(s[m[1]:])
		if k := r.find(ref); k >= 0 && (isHeading(rest, r.text.Points[k].Heading) || r.alike(wordingOf(rest, r.text.Points[k]), k) >= alikeNamed ||
			len(strings.Fields(rest)) > 4 && strings.Contains(r.text.Points[k].Body, words.Normalise(unquoted(rest)))) {
			return []string{ref}, rest, true
		}
	}
	return nil, "", false
}

var afterRef = pattern.New(`(?i)^(?:should|shall|must|to|would|could|is|are|needs?|has|have|can|cannot|reads?|replace|delete|strike|insert|add|keep|remplacer|supprimer|insérer|ajouter|doit|devrait|est|sont|peut|rédiger)\b`)

// speaksOf reports whether words behind a point speak of it.
func speaksOf(rest string) bool { return afterRef.MatchString(rest) }

// list are the numbers that are named; a range is left as its ends and a sign.
func list(s string) []string {
	var out []string
	at := 0
	for _, m := range each.FindAllStringIndex(s, -1) {
		if gap := s[at:m[0]]; len(out) > 0 && between.MatchString(gap) && !strings.ContainsAny(gap, ",&") && between.FindString(gap) == gap {
			out = append(out, "..")
		}
		out = append(out, strings.TrimSpace(s[m[0]:m[1]]))
		at = m[1]
	}
	return out
}

// named finds the points that are meant, or says which is not there.
func (r *reader) named(refs []string) (points []int, bad string) {
	for i, ref := range refs {
		if ref == ".." {
			continue
		}
		k := r.find(ref)
		if k < 0 {
			return nil, "there is no point " + ref + " in the text that the room was given"
		}
		if i > 1 && refs[i-1] == ".." && len(points) > 0 {
			for n := points[len(points)-1] + 1; n < k; n++ {
				points = append(points, n)
			}
		}
		points = append(points, k)
	}
	return points, ""
}

// find is the point that a number names; a bracket names the point that it is in.
func (r *reader) find(ref string) int {
	ref = strings.TrimSpace(ref)
	for i := range r.text.Points {
		if sameNumber(r.text.Points[i], ref) {
			return i
		}
	}
	if stem := strings.TrimRight(strings.ToLower(ref), "abcdefghijklmnopqrstuvwxyz"); stem != "" && stem != ref && len(ref)-len(stem) <= 2 {
		for i := range r.text.Points {
			if sameNumber(r.text.Points[i], stem) {
				return i
			}
		}
	}
	return -1
}

func sameNumber(p plan.Point, ref string) bool {
	if strings.EqualFold(p.Number, ref) {
		return true
	}
	a, ok := plan.ParseNumber(p.Number)
	b, also := plan.ParseNumber(ref)
	return ok && also && a.Compare(b) == 0 && strings.ContainsAny(ref, "0123456789") == strings.ContainsAny(p.Number, "0123456789")
}

// inner reads points that are named within a sentence, outside of quotations, and
// gives the sentence without them.
func (r *reader) inner(s string) (without string, refs []string, ok bool) {
	for _, m := range named(s) {
		if ok {
			return "", nil, false // several: sentences are looked at one by one
		}
		refs, ok = list(s[m[2]:m[3]]), true
		without = strings.TrimSpace(strings.TrimSpace(s[:m[0]]) + " " + strings.TrimLeft(s[m[1]:], " ,"))
		if strings.HasPrefix(strings.TrimSpace(s[m[1]:]), ".") || strings.HasPrefix(strings.TrimSpace(s[m[1]:]), ":") {
			without = strings.TrimSpace(s[:m[0]]) + s[m[1]:]
		}
	}
	return without, refs, ok
}

// inQuotes reports whether a place is between quotation marks.
func inQuotes(s string, at int) bool {
	before := s[:at]
	return strings.Count(before, `"`)%2 == 1 || strings.Count(before, "“") > strings.Count(before, "”") || strings.Count(before, "«") > strings.Count(before, "»")
}

// mentioned are all points that a sentence names.
func (r *reader) mentioned(s string) (refs [][]string, at []int) {
	for _, m := range named(s) {
		refs, at = append(refs, list(s[m[2]:m[3]])), append(at, m[0])
	}
	return refs, at
}

// named finds where a sentence names points, outside of quotations. Beside a point
// that is named, a paragraph is one of the point's.
func named(s string) [][]int {
	var points, paragraphs [][]int
	for _, m := range anyRef.FindAllStringSubmatchIndex(s, -1) {
		switch {
		case inQuotes(s, m[0]):
		case inPoint.MatchString(s[m[0]:m[2]]):
			paragraphs = append(paragraphs, m)
		default:
			points = append(points, m)
		}
	}
	if points != nil {
		return points
	}
	return paragraphs
}
