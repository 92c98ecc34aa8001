package domain

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/fault"
)

// Wherever the estimates stand in a file, and in whatever form, the two parts read as the
// file did, the rest has nothing of them, and what else stood there is there to the byte.
func TestDivide(t *testing.T) {
	parts := map[string][2]string{ // in YAML and in JSON
		"title":     {"# a title\ntitle: Two lakes\n\n", `"title": "Two lakes"`},
		"choices":   {"choices:\n  - {name: a, variants: [x, y]} # words\n", `"choices": [{"name":"a","variants":["x","y"]}]`},
		"parties":   {"parties:\n- code: ALD\n- code: BOR\n", `"parties":[{"code":"ALD"},{"code":"BOR"}]`},
		"estimates": {"# SECRET thoughts\nestimates:\n  by: SECRET\n  # SECRET comment\n  parties:\n    ALD: {limit: 1, weights: {a: 100}, shares: {a: {x: 1, y: 0}}}\n    BOR: {weights: {a: 100}, shares: {a: {x: 0, y: 1}}}\n# SECRET end\n", "\t\"estimates\": {\"by\":\"SECRET\",\n\t\"parties\":{\"ALD\":{\"weights\":{\"a\":100},\"shares\":{\"a\":{\"x\":1,\"y\":0}}},\"BOR\":{\"weights\":{\"a\":100},\"shares\":{\"a\":{\"x\":0,\"y\":1}}}}}"},
	}
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation([]string{"title", "choices", "parties", "estimates"}).Draw(t, "order")
		form := rapid.IntRange(0, 1).Draw(t, "form")
		var all, rest []string
		for _, key := range order {
			all = append(all, parts[key][form])
			if key != "estimates" {
				rest = append(rest, parts[key][form])
			}
		}
		src, want := strings.Join(all, ""), strings.Join(rest, "")
		if form == 1 {
			src, want = "{"+strings.Join(all, ",\n")+"}", "{\n  "+strings.Join(rest, ",\n  ")+"\n}\n"
		} else if rapid.Bool().Draw(t, "CRLF") {
			src, want = strings.ReplaceAll(src, "\n", "\r\n"), strings.ReplaceAll(want, "\n", "\r\n")
		}
		got, err := Divide(File{"p.yaml", []byte(src)})
		if err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		if strings.Contains(string(got.Rest), "SECRET") {
			t.Fatalf("the rest has estimates:\n%s", got.Rest)
		}
		if i := slices.Index(order, "estimates"); i+1 < len(order) && order[i+1] == "title" { // a comment right behind them goes with them
			want = strings.NewReplacer("# a title\r\n", "", "# a title\n", "").Replace(want)
		}
		if form == 0 && want != string(got.Rest) {
			t.Fatalf("got\n%s\nwant\n%s", got.Rest, want)
		}
		whole, err := Read([]File{{"p.yaml", []byte(src)}})
		if err != nil {
			t.Fatal(err)
		}
		again, err := Read([]File{{"estimates.age", got.Estimates}, {"p.yaml", got.Rest}})
		if err != nil || !reflect.DeepEqual(whole, again) {
			t.Fatal(err, again)
		}
		if alone, err := Divide(File{"e.yaml", got.Estimates}); err != nil || alone.Rest != nil {
			t.Fatal("estimates alone:", err)
		}
	})
}

// The example's estimates can be taken out.
func TestDivideExample(t *testing.T) {
	src, err := os.ReadFile("../../../docs/packages-meridian-lakes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Divide(File{"lakes.yaml", src})
	if err != nil {
		t.Fatal(err)
	}
	if string(got.Rest)+string(got.Estimates) != string(src) {
		t.Error("something was lost")
	}
}

func TestDivideWrong(t *testing.T) {
	const rest = "choices: [{name: a, variants: [x, y]}]\nparties: [{code: ALD}]\n"
	const good = "estimates: {by: I, parties: {ALD: {weights: {a: 100}, shares: {a: {x: 1, y: 0}}}}}\n"
	for _, c := range []struct{ src, want string }{
		{"", "is empty"},
		{rest, "has no estimates"},
		{"- a\n", "has no estimates"},
		{"a: [", "cannot be read"},
		{"estimates: {by: I}\n", `no "parties"`},
		{"estimates: {parties: {}}\n", `no "by"`},
		{"estimates: 3\n", "has to be a list of names"},
		{"{choices: [{name: a, variants: [x, y]}], parties: [{code: ALD}], estimates: {by: I, parties: {ALD: {weights: {a: 100}, shares: {a: {x: 1, y: 0}}}}}}", "in one line with the rest"},
		{rest + "public-record: true\n" + good, "made from the public record"},
		{rest + "estimates: {by: I, parties: {CAD: {}}}\n", `no party "CAD"`},
	} {
		if _, err := Divide(File{"p.yaml", []byte(c.src)}); err == nil || !strings.Contains(err.Error(), c.want) || fault.KindOf(err) == fault.Failed {
			t.Errorf("%q: %v, want %s", c.src, err, c.want)
		}
	}
	for _, files := range [][]File{
		{{"e", []byte(good)}},
		{{"p", []byte(rest + good)}, {"e", []byte(good)}},
		{{"p", []byte(rest)}, {"e", []byte(good)}, {"f", []byte(good)}},
		{{"p", []byte(rest)}, {"e", []byte(good + "title: x\n")}},
		{{"p", []byte(rest)}, {"e", []byte(strings.ReplaceAll(good, "ALD", "CAD"))}},
		{{"p", []byte(rest)}, {"e", []byte(strings.ReplaceAll(good, "a: 100", "b: 100"))}},
	} {
		if _, err := Read(files); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", fmt.Sprint(files), err)
		}
	}
}
