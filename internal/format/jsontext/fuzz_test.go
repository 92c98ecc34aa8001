package jsontext_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"nonpaper/internal/compile"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/format/notation"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

func example(f *testing.F, name string) plan.Text {
	f.Helper()
	src, err := os.ReadFile(filepath.Join("../../../examples", name))
	if err != nil {
		f.Fatal(err)
	}
	text, _, err := markdown.Read(src)
	if err != nil {
		f.Fatal(err)
	}
	return text
}

// FuzzReadPlan reads plans: what is read is written, read and written the same.
func FuzzReadPlan(f *testing.F) {
	f.Add(jsontext.WritePlan(example(f, "november-2025/e3.md")))
	f.Add([]byte(`{"format":"nonpaper.plan/1","title":"x","points":[{"number":"1","heading":"a\nb","wording":" (a)\r\n\r\nb "}]}`))
	f.Add([]byte(`{"format":"nonpaper.plan/1","points":[{"id":"p1","kind":"annex","act":"delete","after":"p2"}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		text, err := jsontext.ReadPlan(src)
		if err != nil {
			return
		}
		once := jsontext.WritePlan(text)
		again, err := jsontext.ReadPlan(once)
		if err != nil {
			t.Fatalf("what was written does not read: %v\n%s", err, once)
		}
		if twice := jsontext.WritePlan(again); !bytes.Equal(once, twice) {
			t.Fatalf("written %s\nagain   %s", once, twice)
		}
		markdown.Write(text)
	})
}

// FuzzReadCompiled reads compiled texts, which may come from anywhere: every
// holder's text is projected, filled and printed without a crash.
func FuzzReadCompiled(f *testing.F) {
	in := compile.Input{Base: example(f, "meridian-lakes/framework.md")}
	for code, name := range map[ident.Code]string{"ALD": "ald.md", "BOR": "bor.md"} {
		in.Versions = append(in.Versions, compile.Version{Code: code, Text: example(f, "meridian-lakes/"+name)})
	}
	out, _, err := compile.Texts(in)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(jsontext.WriteCompiled(out))
	f.Add([]byte(`{"format":"nonpaper.compiled/1","parties":["A"],"texts":{"base":{},"A":{}},"sequence":{"A":[{"id":"p1"}]},
		"points":[{"id":"p1","number":"1","heading":[],"wording":["x",{"bracket":"1a","variants":[{"holders":["base"],"by":["base"],"wording":[]},{"holders":["A"],"by":["A"],"wording":["y"]}]}]}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		text, err := jsontext.ReadCompiled(src)
		if err != nil {
			return
		}
		for code := range text.Texts {
			text.Project(code)
			text.Fill(code)
		}
		notation.Text(text, notation.Page{Style: notation.Conference})
		if _, err := jsontext.ReadCompiled(jsontext.WriteCompiled(text)); err != nil {
			t.Fatalf("what was written does not read: %v", err)
		}
	})
}
