package cli

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"nonpaper/examples"
	"nonpaper/internal/ident"
)

// A cell is what is looked for of it in the record.
type cell func(words string) []string

// asItIs is the cell's words; asParts each of several.
func asItIs(words string) []string { return []string{words} }

func asParts(words string) []string { return strings.Split(words, ";") }

// asPoints are identities of points; asDay is a day as a time is recorded.
func asPoints(words string) (out []string) {
	for part := range strings.SplitSeq(words, ";") {
		if part = strings.TrimSpace(part); strings.Trim(part, "0123456789") == "" {
			part = "p" + part
		}
		out = append(out, part)
	}
	return out
}

// cells are the columns of each table, and as what each is found in the entries that the
// row became.
func cells(party func(string) ident.Code) map[string]map[string]cell {
	asParty := func(words string) []string { return []string{string(party(words))} }
	asPoint := func(words string) []string {
		if words == "all" {
			return []string{"Whole:true"}
		}
		return asPoints(words)
	}
	asMap := func(of map[string]string) cell {
		return func(words string) (out []string) {
			for part := range strings.SplitSeq(words, ";") {
				part = strings.TrimSpace(part)
				if other, is := of[part]; is {
					part = other
				}
				out = append(out, part)
			}
			return out
		}
	}
	yesNo := asMap(map[string]string{"yes": "WordsKnown:true", "no": "WordsKnown:false"})
	press := map[string]cell{"id": asItIs, "date": asItIs, "outlet": asItIs, "claim_paraphrase": asItIs, "source_type": asItIs, "speaker": asItIs, "hedge": asItIs, "about": asParts, "differs_from": asParts, "source": asItIs}
	return map[string]map[string]cell{
		"positions.csv":   {"party": asParty, "point": asPoint, "version": asItIs, "stance": asItIs, "statement_paraphrase": asItIs, "speaker": asItIs, "date": asItIs, "source": asItIs, "certainty": asItIs},
		"events.csv":      {"id": asItIs, "date_start": asItIs, "date_end": asItIs, "type": asItIs, "title": asItIs, "participants": asParts, "place": asItIs, "outcome": asItIs, "source": asItIs, "certainty": asItIs},
		"issues.csv":      {"id": asItIs, "issue": asItIs, "points": asPoints, "description": asItIs, "positions": asItIs, "state": asItIs, "source": asItIs, "certainty": asItIs},
		"press.csv":       press,
		"seed-claims.csv": {"id": asItIs, "claim": asItIs, "relayed_by": asItIs, "outlet": asItIs, "speaker": asItIs, "source_type": asItIs, "hedge": asItIs, "kind": asItIs},
		"principles.csv": {"id": asItIs, "title": asItIs, "where": asItIs, "when": asItIs, "words_known": yesNo, "asserted_by": asParts, "confirmed_by": asParts, "contested_by": asParts, "absent": asParts,
			"points_said_to_derive": asMap(map[string]string{"not said": "NotSaid:true"}), "source": asItIs, "certainty": asItIs},
		"told.csv": {"id": asItIs, "person": asItIs, "party": asParty, "capacity": asMap(map[string]string{"party": "Party:"}), "level": asItIs, "how": asItIs, "by": asItIs, "not_later_than": asItIs, "source": asItIs, "certainty": asItIs},
		"parties.csv": {"code": asItIs, "name": asItIs, "kind": asItIs, "roles": asMap(map[string]string{"bound or tasked by the text": "bound", "consulted partner": "consulted"}), "members": asParts,
			"aliases": asParts, "printed_order": func(words string) []string { return []string{"order " + words} }, "note": asItIs},
		"sources.csv":  {"text": asItIs, "point": asItIs, "number": asItIs, "answers": asItIs, "action": asItIs, "change": asItIs, "status": asItIs, "checked": asItIs, "sources": asItIs},
		"grouping.csv": {"point": asItIs, "title": asItIs, "part": asItIs, "part_title": asItIs, "confidence": asItIs, "note": asItIs},
	}
}

// day matches a time as an entry's dump has it.
var day = regexp.MustCompile(`(From|To):(\d{10,})`)

// TestEveryCellIsCarried holds that every cell of every table of the example, and every
// line of its texts, stands in the entries that its row became: those that bear its
// identifier, and of a row without one a single entry.
func TestEveryCellIsCarried(t *testing.T) {
	var entries []string
	order := ""
	for _, e := range recordOfExample(t) {
		e = day.ReplaceAllStringFunc(e, func(m string) string { // days as people write them
			parts := day.FindStringSubmatch(m)
			var at int64
			fmt.Sscan(parts[2], &at)
			return m + " " + sayEntered(at)[:len("2006-01-02")]
		})
		entries = append(entries, e)
		if strings.Contains(e, "{Order:[") {
			order = e
		}
	}
	codes := map[string]ident.Code{}
	for _, r := range example(t, "parties.csv") {
		for _, called := range append(strings.Split(r["aliases"], ";"), r["name"]) {
			codes[strings.TrimSpace(called)] = ident.Code(r["code"])
		}
	}
	places := strings.Fields(strings.Trim(order[strings.Index(order, "[")+1:], "]}"))
	for table, columns := range cells(func(called string) ident.Code { return codes[called] }) {
		looked := 0
		for i, row := range example(t, table) {
			mine := entries
			if id := row["id"]; id != "" {
				mine = bearing(entries, id)
				if row["person"] != "" { // what is said of a person stands in their introduction
					mine = append(mine, bearing(entries, row["person"])...)
				}
				mine = []string{strings.Join(mine, " ")}
			} else if code := row["code"]; code != "" {
				mine = append(bearing(entries, "Code:"+code+" "), bearing(entries, "Party "+code+",")...)
				for n, c := range places {
					if c == code {
						mine = append(mine, fmt.Sprintf("order %d", n+1))
					}
				}
				mine = []string{strings.Join(mine, " ")}
			}
			best := []string{"no entry"}
			for _, e := range mine {
				var missing []string
				for name, words := range row {
					find := columns[name]
					if find == nil {
						t.Fatalf("%s has a column %q of which nothing is said here", table, name)
					}
					if strings.TrimSpace(words) == "" {
						continue
					}
					for _, want := range find(words) {
						if want = strings.Join(strings.Fields(want), " "); !strings.Contains(e, want) {
							missing = append(missing, name+": "+want)
						}
					}
					looked++
				}
				if len(missing) == 0 {
					best = nil
					break
				}
				if best[0] == "no entry" || len(missing) < len(best) {
					best = missing
				}
			}
			if best != nil {
				t.Errorf("%s, row %d: its entries lack %q", table, i+1, best)
			}
		}
		if looked == 0 {
			t.Errorf("%s: nothing was looked for", table)
		}
	}
	whole := strings.Join(entries, "\n")
	for _, name := range []string{"us-28.md", "e3.md", "eu24.md", "draft-20.md"} {
		src, err := fs.ReadFile(examples.Files, examples.First+"/"+name)
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(strings.TrimPrefix(string(src), "---\n"), "---\n")
		lines := 0
		for line := range strings.Lines(body) {
			line = strings.Join(strings.Fields(line), " ")
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			lines++
			if !strings.Contains(whole, line) {
				t.Errorf("%s: no entry has %q", name, line)
			}
		}
		if lines < 15 {
			t.Errorf("%s: only %d lines were looked for", name, lines)
		}
	}
}

// bearing are the entries in which an identifier stands.
func bearing(entries []string, id string) (out []string) {
	at := regexp.MustCompile(`(^|[^\w.])` + regexp.QuoteMeta(id) + `($|[^\w])`)
	if strings.HasSuffix(id, " ") || strings.HasSuffix(id, ",") {
		at = regexp.MustCompile(regexp.QuoteMeta(id))
	}
	for _, e := range entries {
		if strings.Contains(e, id) && at.MatchString(e) {
			out = append(out, e)
		}
	}
	return out
}
