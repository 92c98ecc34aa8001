package notation

import (
	"strings"

	"nonpaper/internal/styles"
)

// changed writes words with what is struck and added: ~~25~~ __15__. A line end
// parts the marks, so that each line can be read alone.
func changed(runs []styles.Run) string {
	var b strings.Builder
	mark := func(s, sign string) {
		for i, line := range strings.Split(s, "\n") {
			if i > 0 {
				b.WriteByte('\n')
			}
			if line != "" {
				b.WriteString(sign + noSigns(line) + sign)
			}
		}
	}
	for _, r := range runs {
		b.WriteString(noSigns(r.Same))
		if r.Struck != "" {
			mark(r.Struck, "~~")
		}
		if r.Struck != "" && r.Added != "" {
			b.WriteByte(' ')
		}
		if r.Added != "" {
			mark(r.Added, "__")
		}
	}
	return b.String()
}

// noSigns writes words so that nothing in them is taken for struck or added.
func noSigns(s string) string {
	return strings.NewReplacer("~~", `\~\~`, "__", `\_\_`).Replace(escape(s, false))
}

// proposalTitle is "HAR/1/3 MOD 9".
func proposalTitle(p styles.Proposal) string {
	out := p.Ref + " " + p.Act + " " + p.Number
	if p.After != "" {
		out += ", to stand after " + string(p.After)
	}
	return out
}
