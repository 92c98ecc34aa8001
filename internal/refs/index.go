package refs

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// Place is a point of the text that references are resolved in.
type Place struct {
	ID      ident.Point
	Kind    plan.Kind
	Label   string // "Article", "" for none
	Number  string
	Part    string // which part it stands in: its label and title
	Body    string // its words, by whose labels paragraphs and items are known
	Deleted bool   // an empty slot
}

// Index is a text made ready for resolving.
type Index struct {
	places []Place
	at     map[ident.Point]int
	found  map[string][]int // by kind and number
	kinds  map[Kind]int     // how many points of a kind there are
	parts  map[string]bool  // kind and number of the parts
	plain  int              // points with a number and without a label
	titled []string         // the words by which the text is called
	labels []*labels        // of each place, made when they are asked for
}

// NewIndex makes a text ready. Places without an identity get one; see Places.
func NewIndex(title string, places []Place, parts []string) *Index {
	ix := &Index{places: places, at: make(map[ident.Point]int, len(places)), found: map[string][]int{}, kinds: map[Kind]int{}, parts: map[string]bool{}, titled: titled(title), labels: make([]*labels, len(places))}
	for i, p := range places {
		ix.at[p.ID] = i
		n, ok := plan.ParseNumber(p.Number)
		if !ok {
			continue
		}
		k := placeKind(p)
		if k == Point && p.Label == "" {
			ix.plain++
		}
		ix.kinds[k]++
		key := string(k) + n.Key()
		ix.found[key] = append(ix.found[key], i)
	}
	for _, label := range parts {
		name, number, _ := strings.Cut(label, " ")
		if k, known := LabelKind(name); known {
			if n, ok := plan.ParseNumber(number); ok {
				ix.parts[string(k)+n.Key()] = true
				ix.kinds[k]++
			}
		}
	}
	return ix
}

// Places gives a text's points as places, and the labels of its parts. A point
// without an identity gets one after its number, as its place in the file.
func Places(t *plan.Text) (places []Place, parts []string) {
	taken := map[ident.Point]bool{}
	for i := range t.Points {
		taken[t.Points[i].ID] = true
	}
	for i := range t.Points {
		p := &t.Points[i]
		if p.ID == "" {
			p.ID = fresh(p, taken)
			taken[p.ID] = true
		}
		label, number := p.Label, p.Number
		if number == "" {
			label, number = headed(p.Heading)
		}
		places = append(places, Place{p.ID, p.Kind, label, number, p.PartLabel + "\x00" + p.Part, p.Body, p.Act == plan.ActDelete})
		if p.PartLabel != "" && !slices.Contains(parts, p.PartLabel) {
			parts = append(parts, p.PartLabel)
		}
	}
	return places, parts
}

// headed finds the number in a heading that stands in marks, "[Article 3 bis]
// (forests)", or without a full stop, "3.2 Means".
func headed(heading string) (label, number string) {
	if _, size := plan.ScanNumber(heading); size > 0 && strings.Contains(heading[:size], ".") && strings.HasPrefix(heading[size:], " ") {
		return "", heading[:size]
	}
	if !strings.HasPrefix(heading, "[") && !strings.HasPrefix(heading, "{") && !strings.HasPrefix(heading, "*") {
		return "", ""
	}
	bare := strings.TrimLeft(heading, "[{*_ ")
	if label, rest, ok := strings.Cut(bare, " "); ok {
		if _, known := LabelKind(label); known {
			if _, size := plan.ScanNumber(rest); size > 0 {
				return label, rest[:size]
			}
		}
	}
	if _, size := plan.ScanNumber(bare); size > 0 && strings.HasPrefix(bare[size:], ".") {
		return "", bare[:size]
	}
	return "", ""
}

func fresh(p *plan.Point, taken map[ident.Point]bool) ident.Point {
	stem := "p"
	if p.Kind != plan.KindPoint && p.Kind != plan.KindDefinition {
		stem = string(p.Kind)
	}
	stem += strings.ReplaceAll(p.Number, " ", "")
	if _, err := ident.ParsePoint(stem); err != nil {
		stem = "p"
	}
	id := ident.Point(stem)
	for k := 2; taken[id] || id == "p"; k++ {
		id = ident.Point(stem + "-" + strconv.Itoa(k))
	}
	return id
}

// placeKind says by which noun a point is named: by its own label, a point
// without one as a point.
func placeKind(p Place) Kind {
	switch p.Kind {
	case plan.KindAnnex:
		return Annex
	case plan.KindFootnote:
		return Footnote
	}
	if k, ok := LabelKind(p.Label); ok {
		return k
	}
	return Point
}

// titled are the words of a title up to what it is about: "Meridian Lakes
// Framework", and of "Agreement on the lakes" the first.
func titled(title string) (out []string) {
	for w := range strings.FieldsFuncSeq(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		switch w {
		case "of", "on", "for", "to", "between", "concerning", "regarding", "de", "du", "sur", "entre", "pour", "über", "zwischen", "zu", "zur", "zum":
			return out
		case "the", "a", "an", "and", "draft":
		default:
			out = append(out, w)
		}
	}
	return out
}

// owns reports whether a name is that of the text itself.
func (ix *Index) owns(name string) bool {
	n := 0
	for w := range strings.FieldsFuncSeq(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		switch {
		case w == "the" || w == "draft":
		case !slices.Contains(ix.titled, w):
			return false
		default:
			n++
		}
	}
	return n > 0
}

// At finds the place of a point, -1 where it is not there.
func (ix *Index) At(id ident.Point) int {
	if i, ok := ix.at[id]; ok {
		return i
	}
	return -1
}

// Has reports whether the text numbers anything that a noun of this kind names.
func (ix *Index) Has(k Kind) bool {
	switch k {
	case Point, Clause, Item:
		return ix.kinds[k] > 0 || ix.plain > 0
	case Paragraph:
		return true
	}
	return ix.kinds[k] > 0
}

// Resolve says of every number of a reference, standing in the point at (-1 for
// none), which points it names, or why it names none.
func (ix *Index) Resolve(r *Ref, at int) {
	if (r.Scope == Outside || r.Scope == Unclear) && ix.owns(r.Of) {
		r.Scope = Inside
	}
	if len(r.Groups) == 0 {
		return
	}
	for i := range r.Groups[0].Targets {
		t := &r.Groups[0].Targets[i]
		switch r.Scope {
		case Outside:
			t.Lack, t.Why = Elsewhere, "it is of another text: "+r.Of
		case Relative:
			t.Lack, t.Why = Elsewhere, "which is meant depends on what stands before it"
		case Unclear:
			t.Lack, t.Why = Elsewhere, fmt.Sprintf("%q may be another text", r.Of)
		default:
			ix.target(r, t, at)
		}
	}
}

func (ix *Index) target(r *Ref, t *Target, at int) {
	kind := r.Groups[0].Kind
	switch {
	case kind == Part || kind == Chapter || kind == Section && ix.kinds[Section] > 0:
		ix.part(kind, t)
		return
	case kind == Option:
		ix.within(r.Groups, t, at)
		return
	case r.own && isOwnPoint(r.Of) || at >= 0 && (kind == Paragraph || kind == Item) && ix.inner(at, t) && (ix.of(at).lines == 0 || !ix.isPoint(t.Number)):
		ix.within(r.Groups, t, at)
		return
	}
	kinds := []Kind{kind}
	switch kind {
	case Paragraph, Clause, Item:
		kinds = append(kinds, Point)
	}
	for _, k := range kinds {
		if ix.named(k, t, at) {
			break
		}
	}
	if t.Why == "" && len(t.Points) == 1 && len(r.Groups) > 1 {
		ix.below(r.Groups[1:], t, ix.At(t.Points[0]))
	}
	if t.Why == "" && len(t.Points) == 1 {
		ix.items(t, ix.At(t.Points[0]))
	}
	if len(t.Points) > 0 || t.Why != "" {
		return
	}
	t.Lack, t.Why = ix.missing(kind, t.Number)
	switch {
	case t.Lack != Absent:
	case r.beside != "": // "Articles 12 to 22 and Article 34 of the Regulation"
		t.Lack, t.Why = Elsewhere, fmt.Sprintf("it may be of another text: %s", r.beside)
	case kind == Paragraph && ix.plain == 0 && (at < 0 || ix.of(at).lines > 0):
		t.Lack, t.Why = Uncounted, "nothing here numbers its paragraphs"
	}
}

// isPoint reports whether a number is that of a point that has no label, and may
// be called a paragraph.
func (ix *Index) isPoint(number string) bool {
	n, ok := plan.ParseNumber(number)
	return ok && len(ix.found[string(Point)+n.Key()]) > 0
}

// isOwnPoint reports whether "this Article" and not "this Agreement" is meant.
func isOwnPoint(of string) bool {
	f := strings.Fields(of)
	if len(f) == 0 {
		return false
	}
	k, ok := LabelKind(f[len(f)-1])
	return ok && level[k] <= level[Article] && level[k] >= level[Annex] || ok && k == Paragraph
}

func (ix *Index) missing(kind Kind, number string) (Lack, string) {
	if isOpen(strings.Trim(number, "[]")) {
		return StillOpen, "the number is still open"
	}
	if !ix.Has(kind) {
		return Uncounted, fmt.Sprintf("this text numbers no %s", plural(kind))
	}
	return Absent, fmt.Sprintf("there is no %s %s", kind, number)
}

func plural(k Kind) string {
	if k == Annex {
		return "annexes"
	}
	return string(k) + "s"
}

func (ix *Index) part(kind Kind, t *Target) {
	for _, number := range []string{t.Number, t.Until} {
		if number == "" {
			continue
		}
		if n, ok := plan.ParseNumber(number); !ok || !ix.parts[string(kind)+n.Key()] {
			t.Lack, t.Why = ix.missing(kind, number)
			return
		}
	}
	t.Why = "it names a part, which no renumbering touches"
}

// named resolves a number among the points of a kind.
func (ix *Index) named(kind Kind, t *Target, at int) bool {
	first, stem, why := ix.one(kind, t.Number, at)
	t.stem = stem
	if first < 0 {
		if why != "" {
			t.Lack, t.Why = Twice, why
		}
		return why != ""
	}
	if ix.places[first].Deleted {
		t.Points, t.Lack, t.Why = []ident.Point{ix.places[first].ID}, Gone, fmt.Sprintf("%s %s is deleted", kind, ix.places[first].Number)
		return true
	}
	if t.Until == "" {
		t.Points = []ident.Point{ix.places[first].ID}
		return true
	}
	last, stem, why := ix.one(kind, t.Until, at)
	lack := Twice
	switch {
	case last < 0 && why == "":
		lack, why = Absent, fmt.Sprintf("there is no %s %s", kind, t.Until)
	case last >= 0 && ix.places[last].Deleted:
		lack, why = Gone, fmt.Sprintf("%s %s is deleted", kind, ix.places[last].Number)
	case last >= 0 && (stem < len(t.Until) || t.stem < len(t.Number)):
		why = "a range of parts of points"
	}
	if why != "" {
		t.Lack, t.Why = lack, why
		return true
	}
	from, _ := plan.ParseNumber(ix.places[first].Number)
	to, _ := plan.ParseNumber(ix.places[last].Number)
	if from.Compare(to) >= 0 {
		t.Lack, t.Why = Backwards, fmt.Sprintf("the range runs backwards, from %s to %s", t.Number, t.Until)
		return true
	}
	for i, p := range ix.places {
		if n, ok := plan.ParseNumber(p.Number); ok && placeKind(p) == kind && !p.Deleted && n.Compare(from) >= 0 && n.Compare(to) <= 0 && ix.near(i, first) {
			t.Points = append(t.Points, p.ID)
		}
	}
	return true
}

// near reports whether of points that have one number the one at i is meant
// together with the one at other: the one in the same part.
func (ix *Index) near(i, other int) bool {
	n, _ := plan.ParseNumber(ix.places[i].Number)
	return len(ix.found[string(placeKind(ix.places[i]))+n.Key()]) == 1 || ix.places[i].Part == ix.places[other].Part
}

// one finds the point of a number: 4, also as the 4 of 4.8, or of 6a.
func (ix *Index) one(kind Kind, number string, at int) (place, stem int, why string) {
	for size := len(number); size > 0; size = shorter(number, size) {
		n, ok := plan.ParseNumber(number[:size])
		if !ok {
			continue
		}
		list := ix.found[string(kind)+n.Key()]
		if len(list) > 0 && isOpen(number) && isDigits(ix.places[list[0]].Number) { // Article X is not Article 10
			continue
		}
		if len(list) > 1 && at >= 0 {
			if own := slices.DeleteFunc(slices.Clone(list), func(i int) bool { return ix.places[i].Part != ix.places[at].Part }); len(own) > 0 {
				list = own
			}
		}
		if len(list) > 1 {
			if live := slices.DeleteFunc(slices.Clone(list), func(i int) bool { return ix.places[i].Deleted }); len(live) == 1 {
				list = live
			}
		}
		switch {
		case len(list) == 1:
			return list[0], size, ""
		case len(list) > 1:
			return -1, size, fmt.Sprintf("%s %s is there %d times", kind, number[:size], len(list))
		}
	}
	return -1, len(number), ""
}

// shorter is where the number ends that a longer one names something below:
// the 4 of 4.8, the 6 of 6a; 0 for none.
func shorter(number string, size int) int {
	if dot := strings.LastIndexByte(number[:size], '.'); dot > 0 {
		return dot
	}
	if end := strings.IndexFunc(number[:size], func(r rune) bool { return !unicode.IsDigit(r) }); end > 0 && end == size-1 && unicode.IsLetter(rune(number[end])) {
		return end
	}
	return 0
}
