package refs

import "strings"

// German is the table of German.
var German = (&Language{
	Name: "de",
	Nouns: map[string]Kind{
		"punkt": Point, "punkte": Point, "punkten": Point, "punktes": Point, "ziffer": Point, "ziffern": Point,
		"artikel": Article, "artikeln": Article, "artikels": Article, "art.": Article, "klausel": Clause, "klauseln": Clause,
		"absatz": Paragraph, "absätze": Paragraph, "absätzen": Paragraph, "absatzes": Paragraph, "abs.": Paragraph, "§": Paragraph, "buchstabe": Item, "buchstaben": Item,
		"anhang": Annex, "anhänge": Annex, "anhängen": Annex, "anlage": Annex, "anlagen": Annex, "teil": Part, "teile": Part, "teilen": Part, "abschnitt": Section, "abschnitte": Section, "kapitel": Chapter,
		"option": Option, "optionen": Option, "fußnote": Footnote, "fußnoten": Footnote,
	},
	And:         []string{", und ", " und/oder ", " und ", " oder ", " sowie ", ", "},
	Range:       []string{" bis ", "–", "-", " – ", " - "},
	Of:          []string{"des", "der", "von", "zu", "zum", "zur", "in", "im"},
	Weak:        []string{"zu", "zum", "zur", "in", "im", "der"},
	Articles:    []string{"der", "die", "das", "dem", "den", "des"},
	This:        []string{"dieser", "dieses", "diesem", "diese", "vorliegenden"},
	That:        []string{"jenes", "jener", "genannten", "derselben", "desselben"},
	Near:        []string{"vorstehende", "vorstehenden", "vorhergehende", "vorhergehenden", "vorherige", "vorherigen", "folgende", "folgenden", "nachstehende", "nachstehenden"},
	Behind:      []string{"oben", "unten"},
	Its:         []string{"seiner", "ihrer", "unserer"},
	Instruments: strings.Fields("charta übereinkommen übereinkommens vertrag vertrags vertrages protokoll protokolls statut statuts abkommen abkommens pakt verfassung resolution resolutionen beschluss beschlusses erklärung verordnung richtlinie gesetz gesetzes rahmen plan plans dokument"),
	Actors:      strings.Fields("partei parteien staat staaten rat rates kommission ausschuss regierung mitglieder vermittler sekretariat"),
	Units:       strings.Fields("tag tage tagen woche wochen monat monate monaten jahr jahre jahren stunde stunden km kilometer meter prozent million millionen milliarden euro dollar tonnen mal personen"),
	List:        ", ", Last: " und ",
}).ready()
