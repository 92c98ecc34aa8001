package cli

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"nonpaper/internal/bargain"
)

// The worked example of docs/packages.md says what the program says.
func TestPackagesExample(t *testing.T) {
	var out, errs strings.Builder
	if status := Main([]string{"packages", "../../docs/packages-meridian-lakes.yaml", "--efficient", "--json", "--limit", "10m"}, strings.NewReader(""), &out, &errs); status != Done {
		t.Fatal(status, errs.String())
	}
	for _, want := range []string{
		`"kind":"sum"`, `"objective":293.15`, `"kind":"maxmin"`, `"objective":14.4`, `"kind":"least-change"`, `"objective":1,"bound":1,"proven":true`, `"count":85`,
		`"changed":["15b"]`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is not in the answer", want)
		}
	}
	if strings.Contains(out.String(), `"proven":false`) {
		t.Error("an answer is not proven")
	}
	page, err := os.ReadFile("../../docs/packages.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"293.15", "14.4", "85 packages", "12.9", "at least 2.8"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("docs/packages.md does not say %s", want)
		}
	}
}

// Whoever breaks off at whatever moment gets what was found until then, with bounds
// that hold, or is told that nothing was.
func TestPackagesBrokenOff(t *testing.T) {
	var solved int
	for at := 1; at < 400; at += 1 + at/8 {
		ctx, stop := context.WithCancel(context.Background())
		var out, errs strings.Builder
		p := &program{ctx: ctx, stdin: strings.NewReader(""), stdout: &out, stderr: &errs, rand: rand.Reader, readFile: readHere}
		asked := 0
		p.clock = func() time.Time {
			if asked++; asked == at {
				stop()
			}
			return time.Unix(0, 0)
		}
		status := p.run([]string{"packages", "../../docs/packages-meridian-lakes.yaml", "--efficient", "--sensitive", "--json"})
		broken := ctx.Err() != nil
		stop()
		if status == Done && !broken {
			break // it was over before
		}
		if status != Failed || !strings.Contains(errs.String(), "roken off") {
			t.Fatalf("at %d: status %d: %s", at, status, errs.String())
		}
		if out.Len() == 0 {
			continue
		}
		var got packagesJSON
		if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
			t.Fatalf("at %d: %v", at, err)
		}
		for _, s := range got.Solutions {
			solved++
			if bound := s.Bound - s.Objective; s.Kind == bargain.LeastChange && bound > 1e-9 || s.Kind != bargain.LeastChange && bound < -1e-9 {
				t.Errorf("at %d: %s is %v, and none is to be better than %v", at, s.Kind, s.Objective, s.Bound)
			}
		}
	}
	if solved == 0 {
		t.Error("nothing was ever found before somebody broke off")
	}
}

// With a tolerance fewer packages stand for all, and it is said how near they are.
func TestPackagesCover(t *testing.T) {
	asked := func(args ...string) (out, errs strings.Builder) {
		args = append([]string{"packages", "../../docs/packages-meridian-lakes.yaml", "--solve", "sum"}, args...)
		if status := Main(args, strings.NewReader(""), &out, &errs); status != Done {
			t.Fatal(status, errs.String())
		}
		return out, errs
	}
	var all, some packagesJSON
	for to, out := range map[*packagesJSON][]string{&all: {"--json", "--efficient"}, &some: {"--json", "--tolerance", "5"}} {
		text, _ := asked(out...)
		if err := json.Unmarshal([]byte(text.String()), to); err != nil {
			t.Fatal(err)
		}
	}
	if len(some.Efficient) >= len(all.Efficient) || len(some.Efficient) != *some.Count || some.Tolerance != 5 {
		t.Errorf("%d packages to within %v stand for %d", len(some.Efficient), some.Tolerance, len(all.Efficient))
	}
each:
	for _, e := range all.Efficient {
	next:
		for _, c := range some.Efficient {
			for party, x := range e.Values {
				if c.Values[party] < x-5 {
					continue next
				}
			}
			continue each
		}
		t.Errorf("nothing stands for %v", e.Values)
	}
	if text, _ := asked("--tolerance", "5"); !strings.Contains(text.String(), "packages cover all in which nobody can have more without somebody having less; nobody misses more than 5 ") {
		t.Error(text.String())
	}
}
