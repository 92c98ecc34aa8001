package examples_test

import (
	"slices"
	"strings"
	"testing"
)

func TestMeridianTextsAreWhole(t *testing.T) {
	base := byID(t, points(shipped(t, "meridian-lakes/framework.md"), nil))
	ald := byID(t, points(shipped(t, "meridian-lakes/ald.md"), nil))
	bor := byID(t, points(shipped(t, "meridian-lakes/bor.md"), nil))
	cad := points(shipped(t, "meridian-lakes/cad.md"), nil)
	if len(base) != 28 || len(ald) != 27 || len(bor) != 12 || len(cad) != 9 {
		t.Errorf("the texts have %d, %d, %d and %d points, not 28, 27, 12 and 9", len(base), len(ald), len(bor), len(cad))
	}
	if _, there := ald["#p14"]; there {
		t.Error("the complete text of ALD is to delete point 14 by leaving it out")
	}
	if bor["#p7"].attributes != "#p7 act=keep" || bor["#p14"].attributes != "#p14 act=delete" {
		t.Error("BOR is to keep point 7 and to delete point 14 expressly")
	}
	if cad[0].number != "9 bis" {
		t.Errorf("CAD begins with point %s, not with the new point 9 bis", cad[0].number)
	}
	for _, p := range cad {
		if p.attributes != "" {
			t.Errorf("CAD is to have no identifiers; point %s has %q", p.number, p.attributes)
		}
	}
}

// TestMeridianSharesWords checks that the parties differ from the base where
// the folder's README.md says so, and nowhere else.
func TestMeridianSharesWords(t *testing.T) {
	base := points(shipped(t, "meridian-lakes/framework.md"), nil)
	baseByID, baseByNumber := byID(t, base), make(map[string]point)
	for _, p := range base {
		baseByNumber[p.number] = p
	}
	for file, want := range map[string][]string{
		"ald.md": {"8", "10", "15", "17", "18", "21", "23"},
		"bor.md": {"7", "8", "10", "11", "13", "14", "15", "17", "18", "20", "23", "25"},
		"cad.md": {"10", "11", "14", "15", "18", "20", "21", "26"},
	} {
		var changed []string
		for _, p := range points(shipped(t, "meridian-lakes/"+file), nil) {
			id, _, _ := strings.Cut(p.attributes, " ")
			b, there := baseByID[id]
			if !there {
				b, there = baseByNumber[p.number]
			}
			if there && (b.heading != p.heading || b.wording() != p.wording()) {
				changed = append(changed, b.number)
			}
		}
		if !slices.Equal(changed, want) {
			t.Errorf("%s changes points %v, not %v", file, changed, want)
		}
	}
}
