package styles

import (
	"slices"
	"strings"

	"nonpaper/internal/bracket"
	"nonpaper/internal/ident"
)

// Stance is what parties say of a variant: they propose it (no verb), retain it
// or would delete it.
type Stance struct {
	Parties []ident.Code
	Verb    string // "", "retain" or "delete"
}

// String writes a stance as the conference style does: "SEL, CG", "UNI retain".
func (s Stance) String() string {
	out := Codes(s.Parties, ", ")
	if s.Verb != "" {
		out += " " + s.Verb
	}
	return out
}

// Codes writes codes one behind the other.
func Codes(codes []ident.Code, between string) string {
	list := make([]string, len(codes))
	for i, c := range codes {
		list[i] = string(c)
	}
	return strings.Join(list, between)
}

// Stances gives for every variant of the bracket what is printed beside it;
// nothing beside one without words. Who wants no words is printed, with
// "delete", at the base's variant or, where the base has no words there, at the
// last.
func Stances(b *bracket.Bracket) [][]Stance {
	out := make([][]Stance, len(b.Variants))
	last, ofBase := -1, -1
	var against []ident.Code
	for i, v := range b.Variants {
		who := parties(v.By)
		if len(v.Wording) == 0 {
			against = who
			continue
		}
		last = i
		base := slices.Contains(v.By, ident.Base) || slices.Contains(v.Holders, ident.Base)
		if base {
			ofBase = i
		}
		switch {
		case len(who) == 0:
		case base:
			out[i] = append(out[i], Stance{who, "retain"})
		default:
			out[i] = append(out[i], Stance{who, ""})
		}
	}
	if ofBase < 0 {
		ofBase = last
	}
	if len(against) > 0 && ofBase >= 0 {
		del := Stance{against, "delete"}
		if s := out[ofBase]; len(s) > 0 && s[0].Verb == "retain" {
			out[ofBase] = []Stance{del, s[0]} // as in "HAR delete; UNI retain"
		} else {
			out[ofBase] = append(s, del)
		}
	}
	return out
}

// verbs are what the trade style says for what the conference style says.
var verbs = []struct{ conference, trade string }{{"", "propose"}, {"retain", "retain"}, {"delete", "oppose"}}

// TradeVerb is the verb of a stance in the trade style: "HAR oppose".
func TradeVerb(verb string) string {
	for _, v := range verbs {
		if v.conference == verb {
			return v.trade
		}
	}
	return verb
}
