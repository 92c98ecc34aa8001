package notation

import (
	"strings"

	"nonpaper/internal/ident"
	"nonpaper/internal/styles"
)

// verbs are those of the conference style that the trade style has words for.
var verbs = []string{"", "retain", "delete"}

// groups writes stances as "SEL/CG propose; HAR oppose".
func groups(list []styles.Stance) string {
	out := make([]string, len(list))
	for i, st := range list {
		out[i] = styles.Codes(st.Parties, "/") + " " + styles.TradeVerb(st.Verb)
	}
	return strings.Join(out, "; ")
}

// cutGroups takes "SEL/CG propose; HAR oppose: " off the beginning of what stands
// in a bracket; ok is false where no groups stand there.
func cutGroups(s string) (list []styles.Stance, rest string, ok bool) {
	rest = s
	for {
		names, after, found := strings.Cut(rest, " ")
		if !found {
			return nil, s, false
		}
		var st styles.Stance
		for name := range strings.SplitSeq(names, "/") {
			code, err := ident.ParseCode(name)
			if err != nil {
				return nil, s, false
			}
			st.Parties = append(st.Parties, code)
		}
		known := false
		for _, v := range verbs {
			if tail, is := strings.CutPrefix(after, styles.TradeVerb(v)); is && (strings.HasPrefix(tail, ": ") || strings.HasPrefix(tail, "; ")) {
				st.Verb, rest, known = v, tail, true
			}
		}
		if !known {
			return nil, s, false
		}
		list = append(list, st)
		if after, last := strings.CutPrefix(rest, ": "); last {
			return list, after, true
		}
		rest = rest[2:]
	}
}
