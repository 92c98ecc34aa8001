package lint

// Rule is one kind of fault.
type Rule struct {
	Name    string
	Says    string // in one line
	Means   string
	Example string
	Mend    string
	Source  string // where the convention comes from
	Off     bool   // it is on only where it is asked for by name
}

// Sources of the conventions.
const (
	rio      = "Attributed style of UN conference texts (Rio+20 draft of 2 June 2012)."
	unfccc   = "Practice of the UNFCCC drafts of 2015, and plain arithmetic: a bracket has two sides."
	trade    = "Attributed style of trade texts (IP chapter of 30 August 2013)."
	owning   = "A bracket owns the blank and the comma that come and go with it: keeping its words and dropping the brackets, or dropping both, must give well-formed text."
	editing  = "United Nations Editorial Manual."
	treaties = "Treaty drafting: a term is defined once, where or before it is first used, and is used."
	levels   = "End marks of negotiated texts (EU-UK 2018, WHO 2024): what is marked as agreed is not open."
)

// Rules are all rules, in the order in which they are listed. Where several find
// something at one place, the first is told.
var Rules = []Rule{
	{"unclosed-bracket", "an opening bracket that nothing closes", "A square bracket is opened, and no bracket closes it in its paragraph or, where the layout speaks for it, further down. Nobody can tell how far the open words go.", "within [30 days of signature.", "Close the bracket where the open words end; or write \\[ if the bracket is a word.", unfccc, false},
	{"unopened-bracket", "a closing bracket that nothing opens", "A square bracket closes, and none is open. A bracket was deleted when its words were settled, and its other half was left.", "within 30 days] of signature.", "Take the bracket out, or open it where the open words begin.", unfccc, false},
	{"brackets-too-deep", "brackets lie deeper in each other than any text needs", "More than 100 brackets lie in each other. What is deeper is kept as words.", "[[[[ … ]]]]", "Settle or merge what lies inside.", unfccc, false},
	{"stray-brace", "a curly brace without its other", "Curly braces hold instructions of the editor, which are no text. One of the two is missing, so that words may be lost in print.", "{placement: annex B", "Close the brace, or take it out.", "TPP and UNFCCC drafts: {editor's instruction}.", false},
	{"empty-bracket", "a bracket with nothing in it", "The words of the bracket were deleted and the bracket was left.", "within [] days", "Take the brackets out, or put [X] for a figure that is to come.", unfccc, false},
	{"empty-variant", "a variant or an option without words", "One of several variants is empty. Who wants no words there is named with \"delete\"; an option says \"No text\".", "within [15 - HAR /  - SEL] days", "Write \"SEL delete\" behind the others' words, or take the variant out.", rio, false},
	{"duplicate-variant", "two variants of one bracket read the same", "There is no choice between the two. The parties behind them want the same.", "[15 - HAR / 15 - SEL]", "Make them one: [15 - HAR, SEL].", "Consolidation: identical text is merged, no position is lost (ADP 2015).", false},
	{"single-variant", "a bracket that names parties and leaves nothing open", "The only variant is retained or supported, and nobody proposes it or wants it out.", "[25 - UNI retain] km", "Take the bracket out, or name who wants other words.", rio, false},
	{"nobody-named", "a bracket that names nobody in a text that names everybody", "Nearly all brackets of the text say who wants what, and this one does not.", "withdraw [all] weapons", "Name who proposes the words, or who would delete them.", rio, false},
	{"two-variants-of-one-party", "a party holds two variants of one bracket", "In a bracket each party holds one variant. Two that it proposes, supports or retains contradict each other.", "[15 - HAR / 25 - UNI, HAR]", "Ask the party which one stands; the other may be \"HAR flexible\".", rio, false},
	{"party-named-twice", "a party is named twice at one variant", "The same party stands twice in a list, or for and against the same words.", "[15 - HAR, SEL, HAR]", "Name it once.", rio, false},
	{"unknown-party", "a code that is none of the parties", "The parties are those of --parties, else those that the text lists (parties: in its front matter, or a line \"Parties: …\"). Where neither is there, a code is told that stands once and is nearly another's.", "[15 - HRA]", "Correct the code, or add the party to the list.", rio, false},
	{"unknown-verb", "behind a party stands no verb of the notation", "The verbs are propose, support, retain, delete, oppose, bracket, reserve, ad ref, flexible, considering and will join consensus. The words were kept as words, so that nobody holds the variant.", "[15 - HAR dislikes]", "Write the verb that is meant.", rio, false},
	{"double-stroke", "two strokes between the codes of parties", "A code was deleted and its stroke was left, or typed twice.", "[PE//VN propose: 15]", "Write one stroke.", trade, false},
	{"unclear-party", "what should be the codes of parties does not read as codes", "A verb of the notation stands there, and no codes before it.", "[har & sel propose: 15]", "Write the codes with / or commas between them.", trade, false},
	{"unclear-link", "brackets that may be a link or words", "Some readers take the brackets for a link, others for words that are open.", "[words](or more words)", "Write \\[ for words, or put a blank between the brackets.", "Markdown.", false},
	{"bracket-spacing", "blanks at a bracket that are doubled or missing", "With the words of the bracket kept, two blanks or none stand beside them, or with its words gone the words around it run together.", "the [ immediate ] withdrawal", "Put the blank inside or outside, once: the[ immediate] withdrawal.", owning, false},
	{"bracket-punctuation", "a comma or full stop that does not come and go with a bracket's words", "With the words of the bracket kept, or gone, two signs meet, a blank stands before a sign, or a comma is left over.", "withdrawn, [under joint monitoring].", "Put the sign and the blank inside: withdrawn[, under joint monitoring].", owning, false},
	{"orphan-option", "the label of an option without others", "A label such as \"Option 2\" stands where no series of options is open.", "Option 2: 15 km. (and no Option 1)", "Write the other options, or take the label out.", unfccc, false},
	{"lone-option", "a series of one option", "On agreement the labels go away; one option is no choice.", "Option 1: 15 km.", "Take the label out, or write \"Option 2: No text\".", editing, false},
	{"option-order", "an option label that does not follow the one before", "A number is missing, or there twice.", "Option 1: … Option 3: …", "Number the options through.", unfccc, false},
	{"end-mark-inside", "an end mark inside of a bracket", "Marks such as [Agreed ad ref] are said of a whole paragraph. Inside of open words they say two things at once.", "[within 30 days [Agreed ad ref]]", "Put the mark behind the paragraph.", levels, false},
	{"agreed-with-brackets", "a paragraph marked as agreed that holds open words", "What stands in brackets is not agreed.", "within [30] days. [Agreed ad ref]", "Take the brackets out if the words are settled, or the mark.", levels, false},
	{"reference-missing", "a reference to what is not there", "The text numbers points, articles, paragraphs or annexes, and none has this number.", "as set out in point 40", "Correct the number: nonpaper refs FILE lists all references.", editing, false},
	{"reference-deleted", "a reference to a point that is deleted", "The point is an empty slot.", "as set out in point 8 (8 is deleted)", "Say what is meant now, or take the reference out.", editing, false},
	{"reference-ambiguous", "a reference to a number that is there more than once", "Several points have this number.", "as set out in point 3", "Number the points afresh, or name the part.", editing, false},
	{"reference-range", "a range from a higher to a lower number", "A range of points runs from the lower number to the higher.", "points 9 to 7", "Write points 7 to 9.", editing, false},
	{"number-twice", "a number that two points have", "Points, annexes or footnotes have one number each.", "Article 4 … Article 4", "Number one of them anew, or call it bis or alt.", editing, false},
	{"number-order", "a number that stands behind a higher one", "A point was moved and kept its number.", "4, 6, 5, 7", "Number afresh: nonpaper refs FILE --renumber.", editing, false},
	{"number-gap", "a number that is missing between two others", "A point was deleted and its number is not kept as a slot. Excerpts, which begin with another number than 1, are not looked at.", "1, 2, 4", "Number afresh, or keep the slot: \"3. [deleted]\".", editing, false},
	{"item-twice", "a label that stands twice in one list", "Two items or paragraphs of one list have the same label.", "(a) … (b) … (b) …", "Give each its own label.", editing, false},
	{"item-gap", "a label that is missing in a list", "An item was deleted, and those behind it keep their labels.", "(a) … (c) …", "Label afresh, or keep the slot: \"(b) [deleted]\".", editing, false},
	{"footnote-missing", "a footnote mark without a footnote", "The mark leads nowhere.", "monitors[^3]", "Write the footnote, or take the mark out.", editing, false},
	{"footnote-unmarked", "a footnote without a mark", "The words to which the footnote belonged are gone.", "[^3]: Subject to legal review.", "Put the mark in, or take the footnote out.", editing, false},
	{"footnote-twice", "two footnotes of one name", "Only one of them is printed.", "[^1]: … [^1]: …", "Give one another number.", editing, false},
	{"term-defined-twice", "a term that is defined twice", "Two definitions may differ, or come to.", "\"Fund\" means … \"Fund\" means …", "Keep one.", treaties, false},
	{"term-before-definition", "a defined term that is used before its definition", "The term is used with its capital in a point that stands before the one that defines it. The preamble and headings are free.", "The Fund pays. … (hereinafter \"the Fund\")", "Move the definition to the first use, or to the definitions.", treaties, false},
	{"term-never-used", "a defined term that is not used", "The point that used the term is gone, or says it in other words.", "\"Zone\" means the area of Annex I.", "Take the definition out, or use the term.", treaties, false},
	{"placeholder-left", "a placeholder that is still open", "A figure, date or name is to come. Only told where it is asked for: a text in negotiation has many.", "by [20XX]", "Fill it in.", unfccc, true},
	{"instruction-left", "an editor's instruction that is left", "Words in curly braces are no text. Only told where it is asked for.", "{placement: annex B}", "Carry it out and take it out.", "TPP and UNFCCC drafts.", true},
}

// Named finds a rule.
func Named(name string) (Rule, bool) {
	for _, r := range Rules {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
}
