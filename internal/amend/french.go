package amend

import (
	"strings"

	"nonpaper/internal/pattern"
)

func re(s string) *pattern.Pattern { return pattern.New(`^(?:` + s + `)`) }

const (
	frDet  = `(?:(?:a|au|aux|dans|de|du|des|sur|en)\s+)?(?:l'\s*|la\s+|le\s+|les\s+|d')?`
	frOrd  = `(?:premiers?|premieres?|1ers?|1eres?|deuxiemes?|secondes?|seconds?|troisiemes?|quatriemes?|cinquiemes?|sixiemes?|septiemes?|huitiemes?|neuviemes?|dixiemes?|onziemes?|douziemes?|treiziemes?|quatorziemes?|quinziemes?|seiziemes?|dix-septiemes?|dix-huitiemes?|dix-neuviemes?|vingtiemes?|vingt et uniemes?|avant-derniere?s?|penultiemes?|dernieres?|derniers?|\d+(?:e|eme|nd|nde)s?)`
	frOrds = frOrd + `(?:\s*(?:,|et|a|ou)\s*(?:(?:a|au|aux|de|du)\s+)?(?:l'|la |le |les )?` + frOrd + `)*`
	frNums = `\d+(?:\s*(?:,|et|a|ou)\s*(?:l'alinea\s+)?\d+)*`
	frKind = `(?:mots?|termes?|membres? de phrase|references?|taux|nombres?|montants?|annees?|dates?|sommes?|pourcentages?|chiffres?|signes?|expressions?|numeros?|mentions?|noms?|lettres?|symboles?|durees?|seuils?|intitules?|parties? de phrase|dispositions?)`
	frHow  = `(?:\s*,?\s*\(?(?:(?P<times>deux|trois|quatre|cinq) (?:fois|occurrences)|(?:a la |la )?(?P<which>premiere|deuxieme|seconde|troisieme|derniere) (?:occurrence|fois)|(?P<each>a chaque occurrence|chaque fois|toutes les occurrences))\)?)?`
	frWN   = `(?:(?:le|la|les)\s+|l'\s*)?(?:` + frKind + `\b(?:\s+suivante?s?)?` + frHow + ` *:?|[a-z][a-z'-]*(?:\s[a-z][a-z'-]*){0,2} *:)` + ` *`
	frTo   = `(?:aux?\s+|a la\s+|a l'\s*)` + `(?:` + frKind + `\b(?:\s+suivante?s?)?` + frHow + ` *:?|[a-z][a-z'-]*(?:\s[a-z][a-z'-]*){0,2} *:)` + ` *`
	frNew  = `(?:(?:les|ces)\s+)?(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|des|les|la|le|l'|\d+)\s*(?:nouve(?:l|aux?|lles?)\s+)?(?P<what>alinea|paragraphe|phrase|membre de phrase|tiret|division|article|[ivx]+|\d+°|[a-z]\))s?(?:\s+(?:bis|ter|quater|[a-z]))?(?:\s+additionnels?)?(?:\s+(?:[ivx]+|\d+°?|[a-z]\))(?:\s+(?:bis|ter|[a-z]))?)?\s*(?:ainsi\s+(?:redige|concu)e?s?|suivante?s?|redigee?s? (?:ainsi|comme suit))\s*:?`
	frSoit = `(?:(?:ainsi|comme suit)\s*:?)`
)

var (
	frPar    = re(`par\s+` + frWN)
	frAnd    = re(`et\s+` + frWN)
	frInsert = re(`(?:inserer|ajouter|est insere|sont inseree?s|sont inseres|est ajoutee?|sont ajoutee?s)`)
	frVerb   = re(`(?:inserer|ajouter|rediger|supprimer|est|sont)\b`)
	frWords  = re(frWN)
	frToRe   = re(frTo)
	frNewRe  = re(frNew)
	frBy     = re(`par\s+`)
	frByNew  = re(`par\s+` + frNew)
	frByText = re(`par\s+(?:les dispositions suivantes|le texte suivant|la phrase suivante|l'alinea suivant|les alineas suivants|les phrases suivantes|le paragraphe suivant|la redaction suivante)\s*:?`)
	frBecome = re(`(?:est|sont)\s+(?:,[^,\n]*,\s*)?remplacee?s?\s+par\s+` + frWN)
	frGone   = re(`(?:est|sont)\s+(?:supprimee?s?|abrogee?s?)`)
	frEnd    = re(`(?:rediger|redige)\s+(?:ainsi|comme suit)\s+(la fin|le debut)\b`)
	frEndIs  = re(`(la fin|le debut)\b(?:\s+(?:de|du|des)\b)?\s*`)
	frIsSo   = re(`(?:est|sont)\s+(?:ainsi\s+redigee?s?|redigee?s?\s+(?:ainsi|comme suit))\s*:?`)
	frCut    = re(`supprimer\s+la fin\b`)
	frAfterW = re(`(apres|avant)\s+` + frWN)
)

var french = language{
	filler: re(`(?:en consequence|par coherence|par coordination|de meme|puis|et|ainsi que|merci de|prie?re de|veuillez|il convient de|(?:nous|la delegation|notre delegation)\s+(?:vous\s+)?(?:proposons|propose|souhaitons|souhaite|demandons|demande|suggerons|prions|voudrions|souhaiterions)\s+(?:de\s+|d'\s*|que\s+)?|pour compenser [^,\n]*(?:,[^,\n]*(?:et)[^,\n]*)??)\b,?|(?:nous|la delegation|notre delegation)\s+(?:proposons|propose|souhaitons|souhaite|demandons|demande|suggerons)\s+d'`),
	and:    re(`(?:et|ainsi qu[e']|ou)\b\s*`),
	reason: re(`(?:objet|expose(?: sommaire| des motifs)?|motifs?|motivation|justification)\s*:?\s*(?:\n|$)|(?:objet|expose sommaire|justification|motifs?)\s*:`),
	stop: re(`(?:remplacer|substituer|supprimer|inserer|ajouter|completer|rediger|retablir|proceder|operer|apres (?:le|les) mots?|avant (?:le|les) mots?|et les mots?\b|pour compenser|en consequence|rediger)\b|` +
		`(?:apres |avant |(?:a )?la fin d[eu]s? ?|au debut d[eu]s? ?)?` + frDet + `(?:alineas?\s+\d|` + frOrds + `\s+(?:alineas?|phrases?)\b)`),
	locators: frenchLocators,
	forms:    frenchForms,
	lone:     re(`(?:(?:a la fin (?:du |de ))?alineas?\s+` + frNums + `|(?:apres |avant )?` + frDet + `alineas?\s+` + frNums + `)(?:\s*,\s*(?:(?:avant|apres)\s+)?` + frDet + frOrds + `\s+phrases?)?\s*(?:\([^)\n]*\))?\s*:?\s*(?:\n|$)`),
}

var frenchLocators = []locator{
	{re(`(?:a\s+)?la fin\b(?:\s+(?:de|du|des)\b)?\s*`), edgeIs(After)},
	{re(`(?:au|le) debut\b(?:\s+(?:de|du|des)\b)?\s*`), edgeIs(Before)},
	{re(`(apres|avant)\s+`), besideFR},
	{re(frDet + `alineas?\s+(` + frNums + `)`), func(_ *parser, m []string, g *group) bool { return g.setParagraphs(list(m[1], frenchNumber)) }},
	{re(frDet + `(` + frOrds + `)\s+alineas?`), func(_ *parser, m []string, g *group) bool { return g.setParagraphs(list(m[1], frenchNumber)) }},
	{re(frDet + `(deux|trois|quatre|cinq)\s+(premier|dernier)e?s\s+(alinea|phrase)s`), severalFR},
	{re(frDet + `(` + frOrds + `)\s+phrases?`), func(_ *parser, m []string, g *group) bool { return g.setSentences(list(m[1], frenchNumber)) }},
	{re(`\(([^)\n]{1,12})\)`), func(_ *parser, m []string, g *group) bool {
		if g.noted != "" {
			return false
		}
		g.noted = m[1]
		return true
	}},
	{re(`(?:(?:a|au|dans|de|du|des)\s+)?(?:cet|cette|ces|ce|present|le present|la presente)\s+(article|alineas?|phrases?|paragraphes?|points?|amendement|texte)`), thisFR},
	{re(`(?:de |a )?l'article\b(?:\s+\d+(?:\s+(?:bis|ter|[a-z]))?\b)?`), func(_ *parser, _ []string, g *group) bool { return true }},
	{re(`(?:(?:a|au|aux|dans le|du|de la|le|les)\s+)((?:\d+°(?:\s+(?:bis|ter|quater)\b)?)|[ivx]+(?:\s+(?:bis|ter|quater)\b)?|[a-z]\)?)(?:[\s,:;.)]|$)`), labelFR},
}

var frenchForms = []form{
	{re(`(?:remplacer|substituer)\s*,?\s*`), replaceFR},
	{re(`supprimer\s*,?\s*`), strikeFR},
	{re(`(apres|avant)\s+` + frWN), anchorFR},
	{re(`(?:inserer|ajouter|il est (?:insere|ajoute)|sont (?:insere|ajoute)e?s|est (?:insere|ajoute)e?)\s*,?\s*`), insertFR},
	{re(`(?:completer\s*|(?:est|sont)\s+completee?s?\s*)`), completeFR},
	{re(`(?:rediger\s+(?:ainsi|comme suit)|modifier\s+(?:ainsi|comme suit))\s*,?\s*`), rewriteFR},
	{re(`(?:est|sont)\s+(?:ainsi\s+redigee?s?|redigee?s?\s+(?:ainsi|comme suit)|ainsi\s+libellee?s?)\s*:?`), func(p *parser, _ []string) bool { return p.rewriteTo() }},
	{re(`lire\s*:`), func(p *parser, _ []string) bool { return p.rewriteTo() }},
	{re(`(?:est|sont)\s+(?:supprimee?s?)`), func(p *parser, _ []string) bool { return len(p.aim) > 0 && !p.done && p.emit(Instruction{Op: Strike}) }},
	{re(`retablir\s+`), func(p *parser, _ []string) bool {
		p.place()
		p.eat(re(`\s*dans la redaction suivante\s*:?|\s*ainsi redigee?s?\s*:?`))
		return p.rewriteTo()
	}},
	{re(`(?:proceder a|operer|effectuer|faire)\s+(?:la|le|les|aux|au)?\s*memes?\s+(?:suppression|substitution|remplacement|insertion|modification|ajout|rectification)s?`), againFR},
	{re(`(?:proceder au|proceder aux)\s+memes?\s+(?:remplacement|ajout)s?`), againFR},
	{re(`(?:maintenir|conserver|garder)\s+(?:le texte|cet article|ce point|le point|la redaction|l'article)?\s*(?:en l'etat|inchangee?|tel quel(?:le)?|sans modification|actuelle?)?`), func(p *parser, _ []string) bool { return p.emit(Instruction{Op: Keep}) }},
	{re(`(?:sans (?:modification|changement)|inchangee?)`), func(p *parser, _ []string) bool { return p.emit(Instruction{Op: Keep}) }},
	{re(frWN), passiveFR},
}

func edgeIs(side Side) func(*parser, []string, *group) bool {
	return func(_ *parser, _ []string, g *group) bool {
		if g.edge != Within || g.paragraphs != nil && g.this {
			return false
		}
		g.edge = side
		return true
	}
}

// besideFR reads "après l'alinéa 6": what comes is put beside it.
func besideFR(p *parser, m []string, g *group) bool {
	if g.side != Within || frWords.MatchString(p.rest()) && !re(frDet+`(?:alinea|`+frOrd+`)`).MatchString(p.rest()) {
		return false
	}
	g.side = sideOf(m[1] == "avant")
	return true
}

func sideOf(before bool) Side {
	if before {
		return Before
	}
	return After
}

func severalFR(_ *parser, m []string, g *group) bool {
	n := map[string]int{"deux": 2, "trois": 3, "quatre": 4, "cinq": 5}[m[1]]
	var out []int
	for i := 1; i <= n; i++ {
		if m[2] == "premier" {
			out = append(out, i)
		} else {
			out = append(out, i-n-1)
		}
	}
	if m[3] == "alinea" {
		return g.setParagraphs(out)
	}
	return g.setSentences(out)
}

func thisFR(p *parser, m []string, g *group) bool {
	if strings.HasPrefix(m[1], "alinea") || strings.HasPrefix(m[1], "phrase") {
		if len(p.aim) == 0 {
			return false
		}
		g.this = true
	}
	return true
}

func labelFR(p *parser, m []string, g *group) bool {
	p.pos -= len(m[0]) - len(strings.TrimRight(m[0], " ,:;.\n"))
	if strings.HasSuffix(m[0], ")") && !strings.HasSuffix(m[1], ")") {
		return false
	}
	g.labels = append([]string{strings.ToUpper(strings.TrimSuffix(m[1], ")"))}, g.labels...)
	return true
}

func (g *group) setParagraphs(list []int) bool {
	if g.paragraphs != nil || list == nil {
		return false
	}
	g.paragraphs = list
	return true
}

func (g *group) setSentences(list []int) bool {
	if g.sentences != nil || list == nil {
		return false
	}
	g.sentences = list
	return true
}

var frOrdinals = map[string]int{
	"premier": 1, "premiere": 1, "1er": 1, "1ere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6,
	"septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10, "onzieme": 11, "douzieme": 12, "treizieme": 13, "quatorzieme": 14, "quinzieme": 15,
	"seizieme": 16, "dix-septieme": 17, "dix-huitieme": 18, "dix-neuvieme": 19, "vingtieme": 20, "vingt et unieme": 21, "dernier": -1, "derniere": -1,
	"avant-dernier": -2, "avant-derniere": -2, "penultieme": -2,
}

func frenchNumber(s string) int {
	for _, w := range []string{s, strings.TrimSuffix(s, "s")} {
		if n := frOrdinals[w]; n != 0 {
			return n
		}
	}
	return number(s)
}

var (
	listParts = pattern.New(`\s*(,|\bet\b|\band\b|\bou\b|\bor\b|\ba\b|\bto\b|-)\s*(?:(?:a|au|aux|de|du|the)\s+)?(?:l'alinea\s+|l'|la |le |les )?`)
	frSep     = pattern.New(`avant-|dix-`)
)

// list reads "4 et 6", "5 à 7", "premier et dernier".
func list(s string, number func(string) int) []int {
	s = frSep.ReplaceAllStringFunc(s, func(x string) string { return strings.TrimSuffix(x, "-") + "_" })
	var out []int
	last, sep := 0, ","
	for s != "" {
		word, rest, how := s, "", ""
		if at := listParts.FindStringSubmatchIndex(s); at != nil {
			word, how, rest = s[:at[0]], s[at[2]:at[3]], s[at[1]:]
		}
		n := number(strings.ReplaceAll(strings.TrimSpace(word), "_", "-"))
		if n == 0 {
			return nil
		}
		if sep == "a" || sep == "to" || sep == "-" {
			if n < last || n-last > 500 || last < 1 {
				return nil
			}
			for i := last + 1; i <= n; i++ {
				out = append(out, i)
			}
		} else {
			out = append(out, n)
		}
		last, sep, s = n, how, rest
	}
	return out
}
