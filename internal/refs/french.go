package refs

import "strings"

// French is the table of French.
var French = (&Language{
	Name: "fr",
	Nouns: map[string]Kind{
		"point": Point, "points": Point, "article": Article, "articles": Article, "art.": Article, "clause": Clause, "clauses": Clause,
		"paragraphe": Paragraph, "paragraphes": Paragraph, "par.": Paragraph, "alinéa": Item, "alinéas": Item, "lettre": Item, "lettres": Item, "§": Paragraph,
		"annexe": Annex, "annexes": Annex, "appendice": Annex, "partie": Part, "parties": Part, "section": Section, "sections": Section, "chapitre": Chapter, "chapitres": Chapter,
		"option": Option, "options": Option, "note": Footnote, "notes": Footnote,
	},
	And:         []string{", et ", " et/ou ", " et ", " ou ", " ainsi que ", ", "},
	Range:       []string{" à ", "–", "-", " – ", " - "},
	Of:          []string{"de", "du", "des", "d", "à", "au", "aux", "dans"},
	Weak:        []string{"à", "au", "aux", "dans"},
	Articles:    []string{"le", "la", "les", "l"},
	This:        []string{"ce", "cet", "cette", "présent", "présente"},
	That:        []string{"ledit", "ladite", "même"},
	Near:        []string{"précédent", "précédente", "précédents", "suivant", "suivante"},
	Behind:      []string{"ci-dessus", "ci-dessous", "précédent", "précédents", "suivant", "suivants"},
	Its:         []string{"son", "sa", "ses", "leur", "leurs"},
	Instruments: strings.Fields("charte convention traité protocole statut accord accords pacte constitution résolution résolutions décision décisions déclaration règlement directive loi code cadre plan document"),
	Actors:      strings.Fields("partie parties état états conseil commission comité gouvernement gouvernements membres médiateur secrétariat"),
	Units:       strings.Fields("jour jours semaine semaines mois an ans année années heure heures km kilomètres mètres pour million millions milliard milliards euros dollars tonnes fois personnes"),
	List:        ", ", Last: " et ",
}).ready()
