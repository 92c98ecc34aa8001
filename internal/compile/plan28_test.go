package compile_test

import (
	"os"
	"path/filepath"
	"testing"

	"nonpaper/internal/compile"
	"nonpaper/internal/format/markdown"
	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
)

func example(t testing.TB, name string) plan.Text {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("../../examples", name))
	if err != nil {
		t.Fatal(err)
	}
	text, notes, err := markdown.Read(src)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range notes {
		t.Errorf("%s:%d: %s", name, n.Line, n.Text)
	}
	return text
}

func november(t testing.TB) compile.Input {
	in := compile.Input{Base: example(t, "november-2025/us-28.md")}
	for code, name := range map[ident.Code]string{"E3": "e3.md", "EU24": "eu24.md", "D20": "draft-20.md"} {
		in.Versions = append(in.Versions, compile.Version{Code: code, Text: example(t, "november-2025/"+name)})
	}
	return in
}

// TestNovember compiles the rival texts of November 2025: counts that anybody
// can check against the files, and that every text comes back to the byte.
func TestNovember(t *testing.T) {
	in := november(t)
	out, _, err := compile.Texts(in)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[ident.Code]int{"base": 28, "E3": 28, "EU24": 15, "D20": 20} {
		if got := len(out.Sequence[code]); got != want {
			t.Errorf("%s has %d points, want %d", code, got, want)
		}
	}
	for _, v := range in.Versions {
		got, _ := out.Project(v.Code)
		if markdown.Write(got) != markdown.Write(v.Text) || markdown.WritePlain(got) != markdown.WritePlain(v.Text) {
			t.Errorf("%s does not come back", v.Code)
		}
	}
	six := out.Point("p6")
	if six == nil || six.Wording.Reading("E3") != "In peacetime the Ukrainian armed forces shall number no more than 800,000 persons." {
		t.Errorf("point 6: %+v", six)
	}
	three := out.Point("p3")
	if three == nil || three.Wording.Reading("E3") != "" || three.Wording.Count() != 1 || three.Heading.Count() != 1 {
		t.Errorf("point 3, which the E3 delete, is no single bracket: %+v", three)
	}
}

func BenchmarkNovember(b *testing.B) {
	in := november(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := compile.Texts(in); err != nil {
			b.Fatal(err)
		}
	}
}
