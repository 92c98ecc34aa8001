package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// spoken matches a day, or a month of a year, as people write it.
var spoken = regexp.MustCompile(`\b(?:(\d{4})-(\d\d)(?:-(\d\d))?|(?:(\d{1,2}) )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?: (\d{4}))?)\b`)

// called matches the identifier of a row.
var called = regexp.MustCompile(`\b(?:ev|c|s|t|i|pr)\d+\b`)

// afterwards matches words by which something is told in hindsight.
var afterwards = regexp.MustCompile(`\b(?:later|afterwards|subsequently)\b`)

// laterDays are the days of which words speak that come after a day.
func laterDays(words, day string) (out []string) {
	for _, m := range spoken.FindAllStringSubmatch(words, -1) {
		year, month, date := m[1], m[2], m[3]
		if m[5] != "" {
			at, err := time.Parse("Jan", m[5])
			if err != nil {
				continue
			}
			if year, month, date = m[6], at.Format("01"), m[4]; date == "" && year == "" {
				continue // "March", "may"
			}
			if year == "" { // the months of the set's winter
				if year = "2025"; at.Month() < time.July {
					year = "2026"
				}
			}
			if date != "" {
				date = fmt.Sprintf("%02s", date)
			}
		}
		if said := strings.TrimSuffix(year+"-"+month+"-"+date, "-"); said > day && !strings.HasPrefix(day, said) {
			out = append(out, m[0])
		}
	}
	return out
}

// ahead are the entries that speak of a day to come, or say "later" of what was over
// when it became known: that is what was said on their day.
var ahead = map[string][]string{
	"27 November": {"Label:ev20 ", "Label:US V 7 ", "Label:V 7 ", "Label:c33 "}, // the date that was named for acceptance
	"June 2026":   {"Label:i19 "},
	"later":       {"Label:ev02 ", "Label:ev09 ", "Label:c54 ", "Label:ev51 ", "Label:i19 ", "By:Vladimir Putin (later statements)", "Label:ev01 ", "Person:rustem.umerov "},
}

func saidAhead(words, says string) bool {
	return slices.ContainsFunc(ahead[words], func(of string) bool { return strings.Contains(says, of) })
}

// TestNothingIsToldBeforeItsDay holds that no entry of the example speaks of a day
// after its own, or of a row that became known after it, but for the addresses of its
// sources.
func TestNothingIsToldBeforeItsDay(t *testing.T) {
	record := recordOfExample(t)
	first := map[string]string{} // by row: the day on which it became known
	label := regexp.MustCompile(`(?:Label|Ref):((?:ev|c|s|t|i|pr)\d+)\b`)
	for _, e := range record {
		for _, m := range label.FindAllStringSubmatch(e, -1) {
			if day := e[:10]; first[m[1]] == "" || day < first[m[1]] {
				first[m[1]] = day
			}
		}
	}
	address := regexp.MustCompile(`https?://\S+`)
	for _, e := range record {
		day, says := e[:10], address.ReplaceAllString(e[11:], "")
		spoken := laterDays(says, day)
		if !strings.Contains(says, "Points:[{ID:") { // the words of a text are its own
			spoken = append(spoken, afterwards.FindAllString(says, -1)...)
		}
		for _, words := range spoken {
			if !saidAhead(words, says) {
				t.Errorf("an entry of %s speaks of %q: %s", day, words, says)
			}
		}
		for _, id := range called.FindAllString(says, -1) {
			if first[id] > day {
				t.Errorf("an entry of %s speaks of %s, which became known on %s: %s", day, id, first[id], says)
			}
		}
	}
}
