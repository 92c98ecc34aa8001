package intake

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/amend"
	"nonpaper/internal/pattern"
	"nonpaper/internal/words"
)

// The stances, as the vocabulary of a room has them.
const (
	supports    = "supports"
	referendum  = "accepts-ad-referendum"
	canLive     = "can-live-with-it"
	needsChange = "needs-change"
	opposes     = "opposes"
	notStated   = "no-position-stated"
)

// phrase is a way to say a stance that leaves no doubt. The first in the list that
// matches at a place is meant, so refusals come first.
type phrase struct {
	stance string
	re     *pattern.Pattern
}

var phrases = []phrase{
	{opposes, pattern.New(`(?i)\b(?:cannot|can not|can['’]t|could not|couldn['’]t|do not|don['’]t|does not|are unable to|is unable to|are not able to|are not in a position to|will not|won['’]t|would not)\s+(?:\w+ly\s+)?(?:accept|agree|support|live with|endorse|go along|join)\w*`)},
	{opposes, pattern.New(`(?i)\b(?:we|our (?:side|delegation)|my (?:side|delegation|government))\s+(?:\w+ly\s+)?(?:oppose|object to|reject|are (?:\w+ly\s+)?(?:opposed to|against)|disagree with)s?\b`)},
	{opposes, pattern.New(`(?i)\b(?:opposes?|rejects?|objects? to|disagrees? with|cannot support)\b`)},
	{opposes, pattern.New(`(?i)\b(?:is|are|remains?)\s+(?:\w+ly\s+)?(?:unacceptable|not acceptable|inacceptables?)`)},
	{opposes, pattern.New(`(?i)\b(?:ne (?:pouvons|peut|peuvent|saurions)(?: pas)? (?:pas )?(?:accepter|soutenir|appuyer|approuver|souscrire)|n['’](?:acceptons|approuvons) pas|ne soutenons pas|nous (?:rejetons|nous opposons|refusons)|(?:est|sont) inacceptables?)`)},
	{referendum, pattern.New(`(?i)\b(?:accept|agree to|agree with|acceptons|approuvons)\w*\b[^.;]{0,60}\bad referendum\b`)},
	{canLive, pattern.New(`(?i)\b(?:can|could)\s+(?:\w+ly\s+)?(?:live with|go along with|accept|agree (?:to|with))`)},
	{canLive, pattern.New(`(?i)\b(?:have|has|see|with)?\s*no (?:objections?|problems?|difficult(?:y|ies)) (?:to|with|on|regarding)`)},
	{canLive, pattern.New(`(?i)\b(?:is|are) (?:acceptable|fine|ok|okay)\b(?: (?:to|with|for) (?:us|our side|our delegation))?`)},
	{canLive, pattern.New(`(?i)\b(?:pouvons|peut) (?:(?:nous |s['’])?(?:accommoder|contenter) (?:de|du|des)|vivre avec|accepter)|(?:n['’]avons |n['’]a )?(?:pas|aucune) d?['’]?\s*objections? (?:au|à|aux|sur|concernant)|(?:est|sont) acceptables?`)},
	{needsChange, pattern.New(`(?i)\b(?:needs?|requires?)\s+(?:to be (?:changed|amended|reworked|improved|revisited)|further work|more work|changes?|amendments?|improvement)|\bmust be (?:changed|amended|reworked)|\b(?:doit|doivent) être (?:modifiée?s?|revue?s?|retravaillée?s?|améliorée?s?)`)},
	{supports, pattern.New(`(?i)\b(?:we|our (?:side|delegation)|my (?:side|delegation|government)|[A-Z]{2,5})\s+(?:(?:also|\w+ly)\s+)?(?:support|endorse|approve|agree with|agree to|accept|are (?:\w+ly\s+)?in favour of|are (?:\w+ly\s+)?in favor of)s?\b(?: of)?`)},
	{supports, pattern.New(`(?i)\b(?:nous|notre délégation)\s+(?:soutenons|soutient|appuyons|appuie|acceptons|accepte|approuvons|approuve|sommes (?:d['’]accord avec|favorables? (?:au|à|aux))|souscrivons (?:au|à|aux))`)},
}

var (
	reservation = word(`(?i)\b(?:(scrutiny|substantive|linguistic|parliamentary scrutiny) reservation|réserve (d['’]examen|de fond|linguistique))`)
	conditional = word(`(?i)\b(?:if|provided|unless|subject to|on (?:the )?condition|as long as|once|depending|only when|only with|in exchange|à condition|sous réserve|pourvu|si|à moins)\b`)
	hedged      = word(`(?i)\b(?:may|might|would consider|could consider|perhaps|possibly|hope|in principle|en principe|peut-être|pourrions|pourrait|pourraient)\b|\?\s*$`)
	except      = word(`(?i)\b(?:except|apart from|other than|with the exception|sauf|hormis|à l['’]exception)\b`)
	concerned   = word(`(?i)\b(?:(?:we|our (?:side|delegation|government)|my (?:side|delegation|government))\s+(?:(?:are|is|remains?|have|has)\s+)?(?:\w+ly\s+|very\s+|also\s+|still\s+|\w+ )?(?:concerned|worried|concerns?|fear|worry|fears|worries)|our (?:main |principal |chief )?concerns?|(?:sommes|est|demeurons|restons) (?:\w+ment |très )?(?:préoccupée?s?|inquiète?s?)|(?:nous )?craignons|notre (?:préoccupation|inquiétude)|nos préoccupations|nous préoccupe|nous inquiète)\b`)
	noConcern   = word(`(?i)\b(?:not concerned|no concerns?|pas (?:préoccupés|inquiets)|aucune (?:préoccupation|inquiétude))\b`)
	courtesy    = pattern.New(`(?i)^\s*(?:(?:our|these are our|here are our|the following are our|nos) (?:proposed )?(?:changes|comments|amendments|remarks|positions|modifications|remarques|amendements)(?: (?:to|on|sur) (?:the|your|le|votre) (?:text|texte))?(?: are(?: as follows)?)?\s*:?\s*$|(?:many |our )?thanks? (?:you )?(?:again |very much )?(?:for|in advance)\b|thank you\b|we (?:thank|are grateful|appreciate|remain|look forward|stand ready|welcome the opportunity|have the honou?r)\b|(?:we|i) hope (?:this|you|that you)\b|i hope\b|please (?:find|see|receive|accept the assurances|do not hesitate|let (?:us|me) know|confirm receipt|acknowledge)\b|(?:please )?find (?:below|attached|enclosed)\b|as (?:discussed|agreed|promised|announced|requested|mentioned)\b[^.]{0,80}[.,:]?\s*(?:(?:please )?find|here|these|the following|our)?|(?:here|below|these|the following|following) (?:are|is|you (?:will )?find)\b|our comments?\b|see our\b|further to (?:our|your)\b|with reference to (?:our|your)\b|(?:in|with) (?:reply|response|answer) to your\b|on behalf of (?:my|our|the)\b|(?:i am|we are) writing to\b|accept,? .{0,40}assurances|merci\b|nous vous remercions|je vous remercie|veuillez (?:trouver|agréer|recevoir)|vous trouverez|nous vous prions d['’]agréer|je vous prie d['’]agréer|suite à (?:notre|votre)|comme convenu|voici (?:nos|notre)|ci-dessous (?:nos|notre)|nous restons à (?:votre )?disposition|dans l['’]attente|(?:have )?a (?:good|nice)|(?:kind|best|warm) regards|cordialement|see you\b|talk (?:soon|later)\b|sorry for\b|nos commentaires)`)
)

// word makes an expression in which \b is the edge of a word in every alphabet, and
// not of one in ASCII only.
func word(s string) *pattern.Pattern {
	s = strings.ReplaceAll(s, `(?i)\b`, `(?i)(?:^|[^\p{L}\p{N}])`)
	s = strings.ReplaceAll(s, `(?i)(?:\b`, `(?i)(?:(?:^|[^\p{L}\p{N}])`)
	return pattern.New(strings.ReplaceAll(s, `\b`, `(?:$|[^\p{L}\p{N}])`))
}

// saysSomething reports whether a sentence says a position or a concern.
func saysSomething(s string) bool {
	return stanceAt(s) != nil || concerned.MatchString(s) || reservation.MatchString(s)
}

type said1 struct {
	stance   string
	from, to int
}

// stanceAt finds the phrases of a sentence, outside of quotations.
func stanceAt(s string) []said1 {
	var out []said1
	for _, p := range phrases {
		for _, m := range p.re.FindAllStringIndex(s, -1) {
			if inQuotes(s, m[0]) || slices.ContainsFunc(out, func(o said1) bool { return m[0] < o.to && m[1] > o.from }) {
				continue
			}
			out = append(out, said1{p.stance, m[0], m[1]})
		}
	}
	slices.SortFunc(out, func(a, b said1) int { return a.from - b.from })
	return out
}

// sentences accounts for the sentences of a paragraph one by one.
func (r *reader) sentences(b block, p Paragraph) {
	list := sentencesOf(listMark.ReplaceAllString(p.Text, ""))
	if len(list) == 0 {
		r.say(p, NotUnderstood, "")
		return
	}
	for _, s := range list {
		q := Paragraph{Line: p.Line, Text: strings.TrimSpace(s)}
		if len(list) == 1 {
			q = p
		}
		if len(list) > 1 && b.bad == "" && r.instructions(b, []Paragraph{q}) > 0 {
			continue
		}
		r.sentence(b, q)
	}
}

// sentencesOf are the sentences of a paragraph; a quotation is not divided.
func sentencesOf(s string) []string {
	var out []string
	for _, x := range words.Sentences(words.Normalise(s), 1) {
		first, _ := utf8.DecodeRuneInString(x)
		if n := len(out); n > 0 && (open(out[n-1]) || unicode.IsLower(first)) {
			out[n-1] += " " + x
		} else {
			out = append(out, x)
		}
	}
	return out
}

func (r *reader) sentence(b block, p Paragraph) {
	s := p.Text
	switch {
	case r.concern(b, p), r.position(b, p):
	case (amend.Operative(s) || looksLike.MatchString(s)) && !(strings.HasSuffix(s, "?") && !quoting.MatchString(s)):
		why := b.bad
		if why == "" {
			_, err := amend.Read(s)
			if stripped, refs, ok := r.inner(s); ok {
				if _, why = r.named(refs); why == "" {
					_, err = amend.Read(stripped)
				}
			}
			if why == "" && err != nil {
				why = err.Error()
			}
			if why == "" || changeHead.MatchString(s) {
				why = "it looks like an amendment and cannot be carried out"
			}
		}
		r.say(p, Blocked, why)
	case courtesy.MatchString(s):
		r.say(p, Courtesy, "")
	case b.bad != "":
		r.say(p, Blocked, b.bad)
	case b.head.Text != "" && len(b.points) == 1 && len(strings.Fields(s)) >= 8 && r.alike(s, b.points[0]) >= 0.25:
		r.say(p, Blocked, "it may be a wording of "+r.numbers(b.points)+", and is too unlike it to tell")
	default:
		r.say(p, NotUnderstood, "")
	}
}

// looksLike are verbs of amendment within a sentence.
var looksLike = word(`(?i)(?:\b(?:replac(?:e|ed|ing)|delet(?:e|ed|ing)|struck|insert(?:ed|ing)?|reword(?:ed)?|redraft(?:ed)?|rephrased?|should read|shall read|instead of|amend(?:ed)? to|remplacer|remplacée?s?|supprimer|supprimée?s?|insérer|insérée?s?|rédiger|au lieu de)\b|->|=>|→)`)

// quoting is what a question has that asks for a change of certain words.
var quoting = pattern.New(`["“«”»]|->|=>|→`)

// concern reads what the party is concerned about.
func (r *reader) concern(b block, p Paragraph) bool {
	if !concerned.MatchString(p.Text) || noConcern.MatchString(p.Text) || strings.HasSuffix(strings.TrimSpace(p.Text), "?") || b.bad != "" {
		return false
	}
	points := b.points
	if refs, _ := r.mentioned(p.Text); len(refs) > 0 {
		points = nil
		for _, list := range refs {
			named, bad := r.named(list)
			if bad != "" {
				r.say(p, Blocked, bad)
				return true
			}
			points = append(points, named...)
		}
	}
	slices.Sort(points)
	points = slices.Compact(slices.Clone(points))
	r.wish(Wish{What: Concern, Points: points, Words: p.Text}, p)
	why := "a concern"
	if len(points) > 0 {
		why += " on " + r.numbers(points)
	}
	r.say(p, Understood, why)
	return true
}

// position reads the party's views of points.
func (r *reader) position(b block, p Paragraph) bool {
	s := p.Text
	found := stanceAt(s)
	reserved := reservation.FindStringSubmatch(s)
	if len(found) == 0 && reserved == nil {
		return false
	}
	switch {
	case conditional.MatchString(s):
		r.say(p, NotUnderstood, "it depends on a condition, which people have to record")
		return true
	case hedged.MatchString(s):
		r.say(p, NotUnderstood, "it is too cautious to be a position")
		return true
	case except.MatchString(s):
		r.say(p, NotUnderstood, "it makes an exception, which people have to record")
		return true
	case b.bad != "":
		r.say(p, Blocked, b.bad)
		return true
	}
	if rest := without(s, found); more.MatchString(rest) {
		r.say(p, NotUnderstood, "it says more than a position")
		return true
	}
	refs, at := r.mentioned(s)
	type view struct {
		stance string
		points []int
	}
	var views []view
	if reserved != nil && len(found) == 0 {
		found = []said1{{notStated, 0, 0}}
	}
	if reserved != nil && len(found) > 1 {
		r.say(p, NotUnderstood, "it says several things")
		return true
	}
	for i, f := range found {
		v := view{stance: f.stance}
		from, to := f.from, len(s)
		if i == 0 {
			from = 0
		}
		if i+1 < len(found) {
			to = found[i+1].from
			// "points 7 and 8 are acceptable": the points stand before the phrase
			if len(found) > 1 && strings.Contains(" is are remains ", " "+strings.ToLower(strings.SplitN(s[found[i+1].from:], " ", 2)[0])+" ") {
				to = f.to
				from = max(0, from)
			}
		}
		for k, list := range refs {
			if at[k] < from || at[k] >= to {
				continue
			}
			named, bad := r.named(list)
			if bad != "" {
				r.say(p, Blocked, bad)
				return true
			}
			v.points = append(v.points, named...)
		}
		if len(refs) == 0 && len(found) == 1 {
			v.points = b.points
		}
		if len(v.points) == 0 {
			r.say(p, NotUnderstood, "it does not say on which point")
			return true
		}
		views = append(views, v)
	}
	var why []string
	for _, v := range views {
		w := Wish{What: Position, Stance: v.stance}
		if reserved != nil {
			w.Reservation = reservedAs(reserved)
		}
		for _, k := range v.points {
			one := w
			one.Points, one.How = []int{k}, "by its number"
			r.wish(one, p)
		}
		text := strings.ReplaceAll(v.stance, "-", " ")
		if w.Reservation != "" {
			text = w.Reservation + " reservation"
		}
		why = append(why, text+" on "+r.numbers(v.points))
	}
	r.say(p, Understood, strings.Join(why, "; "))
	return true
}

// more are words that change what a position says, or say another.
var more = word(`(?i)\b(?:not|no|never|nor|neither|cannot|n['’]t|oppos\w*|reject\w*|object\w*|accept\w*|agree\w*|support\w*|endors\w*|disagree\w*|pas|ni|jamais|sans|without|instead|rather|only|partly|partially|partiellement|seulement|less|unless)\b|n['’]t\b`)

// without is a sentence without the phrases found in it.
func without(s string, found []said1) string {
	var b strings.Builder
	at := 0
	for _, f := range found {
		b.WriteString(s[at:max(f.from, at)] + " ")
		at = max(at, f.to)
	}
	return b.String() + s[at:]
}

func reservedAs(m []string) string {
	switch strings.ToLower(strings.ReplaceAll(m[1]+m[2], "’", "'")) {
	case "scrutiny", "parliamentary scrutiny", "d'examen":
		return "scrutiny"
	case "linguistic", "linguistique":
		return "linguistic"
	}
	return "substantive"
}
