package reuse

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"nonpaper/internal/words"
)

// lexicon numbers the words, whatever their endings, and counts them.
type lexicon struct {
	ids   map[string]int32 // by stem
	spelt map[string]int32 // as they stand
	words []word
	total int
}

type word struct {
	count    int
	function bool
	short    bool // one sign of a script that has a sign for a syllable or a thought
}

// Words are the words of a text, without blanks and marks, as stretches count
// them.
func Words(text string) []string {
	var out []string
	for _, t := range words.Tokens(text) {
		if isWord(t.Text) {
			out = append(out, t.Text)
		}
	}
	return out
}

func isWord(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// read divides a text into the numbers of its words; counted ones count for how
// rare a word is.
func (l *lexicon) read(text string, counted bool) []int32 {
	out := make([]int32, 0, len(text)/6+1)
	for _, t := range words.Tokens(text) {
		if !isWord(t.Text) {
			continue
		}
		id, ok := l.spelt[t.Text]
		if !ok {
			s := stem(t.Text)
			if id, ok = l.ids[s]; !ok {
				id = int32(len(l.words))
				l.ids[s] = id
				l.words = append(l.words, word{function: t.Class == words.Stop || function[s], short: len(s) > 1 && utf8.RuneCountInString(s) == 1})
			}
			l.spelt[t.Text] = id
		}
		if counted {
			l.words[id].count++
			l.total++
		}
		out = append(out, id)
	}
	return out
}

// gram is three words in a row, a turn of phrase.
type gram [3]int32

// long is a run of words that two authors hardly write by accident.
type long [6]int32

func grams(ids []int32) iter.Seq2[int, gram] {
	return func(yield func(int, gram) bool) {
		for i := 0; i+len(gram{}) <= len(ids) && yield(i, gram(ids[i:])); i++ {
		}
	}
}

func longs(ids []int32) iter.Seq2[int, long] {
	return func(yield func(int, long) bool) {
		for i := 0; i+len(long{}) <= len(ids) && yield(i, long(ids[i:])); i++ {
		}
	}
}

// function are words that say how others belong together, by their stems, beyond
// those that package words passes over.
var function = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`about above after against also although among and another any are because been before
		being below between both but can cannot could did do does doing done during each either else ever every few had has have having he her here hers him how however i
		if into itself less may me might more most must my neither no nor now of off once only onto other others our out over own same she should since so some
		such than their them themselves then there thereby therefore therein thereof these they those through thus to too under until up upon us very was we were what when
		whenever where whereas whereby wherever whether which while who whom whose why will within without would yet you your one two first second`) {
		set[stem(w)] = true
	}
	return set
}()

// stem cuts a word's usual endings off, so that its number and tense do not
// matter. It knows the endings of English; a word of another script stays whole.
func stem(s string) string {
	s = strings.ToLower(s)
	s = strings.TrimSuffix(strings.TrimSuffix(s, "'s"), "’s")
	if len(s) < 4 || s[len(s)-1] < 'a' || s[len(s)-1] > 'z' {
		return s
	}
	switch {
	case strings.HasSuffix(s, "ies") && len(s) > 4:
		return s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "ied") && len(s) > 4:
		return s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "ss"), strings.HasSuffix(s, "us"), strings.HasSuffix(s, "is"):
	case strings.HasSuffix(s, "s"):
		s = s[:len(s)-1]
	}
	for _, end := range [...]string{"ing", "ed", "ly"} {
		if cut, ok := strings.CutSuffix(s, end); ok && len(cut) >= 3 && strings.ContainsAny(cut, "aeiouy") {
			s = cut
			if n := len(s); n >= 4 && s[n-1] == s[n-2] && !strings.ContainsRune("lsz", rune(s[n-1])) {
				s = s[:n-1] // stopped
			}
			break
		}
	}
	if len(s) > 3 && s[len(s)-1] == 'e' {
		s = s[:len(s)-1]
	}
	return s
}
