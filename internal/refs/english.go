package refs

import "strings"

// English is the table of English, after the UN Editorial Manual and what
// conference texts write beside it.
var English = (&Language{
	Name: "en",
	Nouns: map[string]Kind{
		"point": Point, "points": Point, "pt.": Point, "pts.": Point,
		"article": Article, "articles": Article, "art.": Article, "arts.": Article,
		"clause": Clause, "clauses": Clause,
		"paragraph": Paragraph, "paragraphs": Paragraph, "para": Paragraph, "paras": Paragraph, "para.": Paragraph, "paras.": Paragraph, "§": Paragraph,
		"subparagraph": Item, "subparagraphs": Item, "sub-paragraph": Item, "sub-paragraphs": Item, "subpara.": Item, "subparas.": Item, "item": Item, "items": Item, "indent": Item,
		"annex": Annex, "annexes": Annex, "appendix": Annex, "appendices": Annex,
		"part": Part, "parts": Part, "section": Section, "sections": Section, "sect.": Section, "chapter": Chapter, "chapters": Chapter, "ch.": Chapter,
		"option": Option, "options": Option,
		"footnote": Footnote, "footnotes": Footnote, "fn.": Footnote,
	},
	And:      []string{", and ", ", or ", " and/or ", " and ", " or ", " as well as ", " & ", ", "},
	Range:    []string{" to ", " through ", " until ", "–", "-", " – ", " - "},
	Of:       []string{"of", "to", "in", "under", "from"},
	Weak:     []string{"to", "in", "under", "from"},
	Articles: []string{"the", "an", "a"},
	This:     []string{"this", "present", "these"},
	That:     []string{"that", "said", "same", "those", "thereof"},
	Near:     []string{"preceding", "previous", "foregoing", "following", "next", "last"},
	Behind:   []string{"above", "below", "hereof", "thereof"},
	Its:      []string{"its", "their", "his", "her", "our", "your"},
	Instruments: strings.Fields("charter convention conventions treaty treaties protocol protocols statute covenants contract agreement agreements accord accords pact covenant constitution resolution resolutions decision decisions " +
		"declaration communiqué communique memorandum regulation regulations directive law act code rules rule procedure framework plan package document outcome programme agenda mandate recommendation recommendations letter report guidelines"),
	Actors: strings.Fields("party parties state states side sides council commission committee mission government governments members member mediator secretariat guarantor guarantors people signatories signatory conference assembly"),
	Units: strings.Fields("day days week weeks month months year years hour hours minute minutes km kilometre kilometres kilometer kilometers metre metres meters mile miles per percent million billion thousand hundred " +
		"euro euros dollar dollars usd eur tonnes tons times persons people troops monitors observers members parties states countries vehicles"),
	List: ", ", Last: " and ",
}).ready()
