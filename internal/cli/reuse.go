package cli

import (
	"fmt"
	"strings"

	"nonpaper/internal/view"
)

// sayReuse says of one source how it may be recognised, and by whom.
func sayReuse(r *view.Reuse, public bool) (title, line string) {
	how, who := "nearly the same as", "which "
	if r.Same {
		how = "the same as"
	}
	switch has := len(r.Known) > 0; {
	case public:
		who += "has not been made public, as far as is recorded"
	case len(r.Lacks) == 0 && has:
		who += names(r.Known) + " " + haveBeen(len(r.Known)) + " given"
	case has:
		who += fmt.Sprintf("%s %s given, and %s %s not, as far as is recorded", names(r.Known), haveBeen(len(r.Known)), names(r.Lacks), have(len(r.Lacks)))
	default:
		who += fmt.Sprintf("%s %s not been given, as far as is recorded", names(r.Lacks), have(len(r.Lacks)))
	}
	words := fmt.Sprintf("%s of %s are %s %s's of %s (%s), %s: “%s”", plural(r.Words, "word"), view.Numbers(r.Points), how, names(r.Party), sayWhen(r.When), r.Item, who,
		strings.Join(r.Quote, " … "))
	if r.Why != "" {
		return "Terms", fmt.Sprintf("%s. %s was given %s    NOT REFUSED, since the words are not the same: LOOK AT THEM", words, r.Item, r.Why)
	}
	return "Recognisable", words
}

func have(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

func haveBeen(n int) string { return have(n) + " been" }

type heldJSON struct {
	Item    string   `json:"item"`
	Parties []string `json:"parties"`
	Point   string   `json:"point"`
	Words   string   `json:"words"`
	Why     string   `json:"why"`
}

type reuseJSON struct {
	Item     string    `json:"item"`
	Parties  []string  `json:"parties"`
	When     *whenJSON `json:"when"`
	Words    int       `json:"words"`
	Same     bool      `json:"same"`
	Points   []string  `json:"points"`
	Quotes   []string  `json:"quotes"`
	Given    []string  `json:"givenTo"`
	NotGiven []string  `json:"notGivenTo"`
	Why      string    `json:"heldBack,omitempty"`
}

// sourcesJSON is what of a sheet speaks of others' words.
func sourcesJSON(s *view.Sheet) ([]heldJSON, []reuseJSON) {
	held, reuse := []heldJSON{}, []reuseJSON{}
	for _, h := range s.Held {
		held = append(held, heldJSON{string(h.Item), strs(h.Party), h.Point, h.Words, h.Why})
	}
	for _, r := range s.Recognisable {
		reuse = append(reuse, reuseJSON{string(r.Item), strs(r.Party), jsonWhen(r.When), r.Words, r.Same, strs(r.Points), strs(r.Quote), strs(r.Known), strs(r.Lacks), r.Why})
	}
	return held, reuse
}
