package lint_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"nonpaper/internal/compile"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

// TestExamples finds nothing in what is compiled from the examples, in every
// style, nor in the texts themselves.
func TestExamples(t *testing.T) {
	for dir, files := range map[string][]string{
		"meridian-lakes": {"framework.md", "ALD=ald.md", "BOR=bor.md", "CAD=cad.md"},
		"november-2025":  {"us-28.md", "E3=e3.md", "EU24=eu24.md", "D20=draft-20.md"},
	} {
		in := compile.Input{}
		for _, f := range files {
			code, name, ok := strings.Cut(f, "=")
			if !ok {
				name = f
			}
			src, err := os.ReadFile("../../examples/" + dir + "/" + name)
			if err != nil {
				t.Fatal(err)
			}
			if got := found(t, string(src), "en"); len(got) > 0 {
				t.Errorf("%s:\n%s", name, strings.Join(got, "\n"))
			}
			text, _, err := markdown.Read(src)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				in.Base = text
				continue
			}
			in.Versions = append(in.Versions, compile.Version{Code: ident.Code(code), Text: text, Retain: code == "BOR"})
		}
		compiled, _, err := compile.Texts(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, style := range []notation.Style{notation.Conference, notation.Trade, notation.Unattributed, notation.Options} {
			page := notation.Markdown(compiled, style, false, "")
			if got := found(t, page, "en"); len(got) > 0 {
				t.Errorf("%s, %s:\n%s", dir, style, strings.Join(got, "\n"))
			}
		}
	}
}

// TestCompiledAmendments finds no fault of brackets in compiled provisions of a
// real regulation, in any style: what the words themselves lack is their own.
func TestCompiledAmendments(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/data/amendments.jsonl")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	n := 0
	for line := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n") {
		var row struct {
			ID, Family, Base string
			Versions         []struct{ Text string }
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if n++; n%5 > 0 || row.Base == "" || row.Family != "eu-gdpr-amendments" {
			continue
		}
		whole := func(s string) plan.Text {
			return plan.Text{Points: []plan.Point{{Kind: plan.KindPoint, Number: "1", Body: s}}}
		}
		in := compile.Input{Base: whole(row.Base)}
		for i, v := range row.Versions {
			in.Versions = append(in.Versions, compile.Version{Code: ident.Code(fmt.Sprintf("P%02d", i)), Text: whole(v.Text)})
		}
		compiled, err := compile.Whole(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, style := range []notation.Style{notation.Conference, notation.Trade, notation.Unattributed, notation.Options} {
			for _, f := range found(t, notation.Markdown(compiled, style, false, ""), "en") {
				rule, _, _ := strings.Cut(f, " ")
				switch rule {
				case "reference-missing", "item-gap", "item-twice", "term-never-used", "term-before-definition", "term-defined-twice", "reference-range":
				default:
					t.Errorf("%s, %s: %s", row.ID, style, f)
				}
			}
		}
	}
}
