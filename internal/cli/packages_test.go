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
