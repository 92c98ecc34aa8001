package compile_test

import (
	"os"
	"path/filepath"
	"testing"

	"nonpaper/internal/bracket"
	"nonpaper/internal/collate"
	"nonpaper/internal/compile"
	"nonpaper/internal/format/jsontext"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
)

// FuzzTexts compiles whatever the reader reads: no crash, nothing lost, and the
// JSON gives every party's text back.
func FuzzTexts(f *testing.F) {
	var texts [][]byte
	for _, name := range []string{"us-28.md", "e3.md", "eu24.md", "draft-20.md"} {
		src, err := os.ReadFile(filepath.Join("../../examples/november-2025", name))
		if err != nil {
			f.Fatal(err)
		}
		texts = append(texts, src)
	}
	f.Add(texts[0], texts[1], texts[3], false)
	f.Add(texts[0], texts[2], texts[1], true)
	f.Add([]byte("1. One\n\n2. Two"), []byte("2. Two\n\n1. Uno"), []byte("7. [deleted]"), true)
	f.Add([]byte("### 6. A {#p6}\n\n(a) x\n(b) y"), []byte("### {#p6 act=keep}"), []byte("### 6 bis. B {#p6}\n\nz"), true)
	f.Fuzz(func(t *testing.T, base, one, two []byte, retain bool) {
		b, _, err := markdown.Read(base)
		if err != nil {
			return
		}
		in := compile.Input{Base: b, Grain: collate.Phrase}
		for code, src := range map[ident.Code][]byte{"A": one, "B": two} {
			v, _, err := markdown.Read(src)
			if err != nil {
				return
			}
			in.Versions = append(in.Versions, compile.Version{Code: code, Text: v, Retain: retain})
		}
		out, _, err := compile.Texts(in)
		if err != nil {
			t.Fatal(err)
		}
		again, err := jsontext.ReadCompiled(jsontext.WriteCompiled(out))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range in.Versions {
			sameText(t, &out, &again, v.Code)
		}
		sameText(t, &out, &again, ident.Base)
	})
}

func sameText(t *testing.T, a, b *bracket.Text, code ident.Code) {
	one, _ := a.Project(code)
	two, known := b.Project(code)
	if !known || markdown.Write(one) != markdown.Write(two) {
		t.Fatalf("%s does not come back from JSON", code)
	}
}
