package notation

import (
	"strings"

	"nonpaper/internal/marks"
	"nonpaper/internal/styles"
)

// groups writes stances as "SEL/CG propose; HAR oppose".
func groups(list []styles.Stance) string {
	out := make([]string, len(list))
	for i, st := range list {
		out[i] = styles.Codes(st.Parties, "/") + " " + styles.TradeVerb(st.Verb)
	}
	return strings.Join(out, "; ")
}

// looksGrouped reports whether the words of a variant would be read as if groups
// stood before them.
func looksGrouped(text string) bool {
	colon := strings.IndexByte(text, ':')
	if colon < 0 || strings.IndexByte(text[:colon], '[') >= 0 {
		return false
	}
	r := marks.Of("["+text[:colon+1]+" x]", marks.Setting{Dialect: marks.InTrade})
	return len(r.Nodes) > 0 && r.Nodes[0].Form == marks.Trade
}
