package align

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nonpaper/internal/ident"
	"nonpaper/internal/plan"
	"nonpaper/internal/words"
)

const shared = "../../../shared/data"

// row is one point of the 28 with the versions that answer it.
type row struct {
	ID       ident.Point
	Point    int
	Title    string
	Base     string
	Versions []struct{ Version, Action, Text string }
}

func plan28(t testing.TB) []row {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "plan28", "versions.jsonl"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the real input is missing: %v", err)
		}
		t.Skip("the real input (../shared/data beside the project) is not here")
	}
	defer f.Close()
	var rows []row
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	return rows
}

func (r row) point(body string) plan.Point {
	return plan.Point{Kind: plan.KindPoint, Number: fmt.Sprint(r.Point), Heading: r.Title, Body: words.Normalise(body)}
}

var (
	numbered = regexp.MustCompile(`^### (\d+)\. (.*)$`)
	answers  = regexp.MustCompile(`^- corresponds to point\(s\) of the 28: (.*)$`)
)

// draft20 reads the twenty points, and which points of the 28 each answers.
func draft20(t testing.TB) (plan.Text, [][]string) {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(shared, "plan28", "draft-20.md"))
	if err != nil {
		t.Fatal(err)
	}
	var out plan.Text
	var named [][]string
	for line := range strings.SplitSeq(string(src), "\n") {
		if strings.HasPrefix(line, "## ") {
			break
		}
		if m := numbered.FindStringSubmatch(line); m != nil {
			out.Points = append(out.Points, plan.Point{Kind: plan.KindPoint, Number: m[1], Heading: m[2]})
			named = append(named, nil)
			continue
		}
		if len(out.Points) == 0 {
			continue
		}
		last := len(out.Points) - 1
		if m := answers.FindStringSubmatch(line); m != nil {
			named[last] = strings.Split(m[1], ", ")
		} else if line != "" && line[0] != '-' && line[0] != '<' {
			out.Points[last].Body = strings.TrimSpace(out.Points[last].Body + "\n" + line)
		}
	}
	return out, named
}

// shuffled puts the points into another order and numbers them anew.
func shuffled(t plan.Text, r *rand.Rand) (plan.Text, []int) {
	order := r.Perm(len(t.Points))
	var out plan.Text
	for i, k := range order {
		p := t.Points[k]
		p.ID, p.Number = "", fmt.Sprint(i+1)
		out.Points = append(out.Points, p)
	}
	return out, order
}

// TestPlan28 matches the rival texts of November 2025 with identifiers removed
// and numbers shuffled.
func TestPlan28(t *testing.T) {
	rows := plan28(t)
	var base plan.Text
	for _, r := range rows {
		base.Points = append(base.Points, r.point(r.Base))
	}
	rival := func(name string) (plan.Text, [][]string) {
		var out plan.Text
		var named [][]string
		for _, r := range rows {
			for _, v := range r.Versions {
				if v.Version == name && v.Text != "" {
					out.Points = append(out.Points, r.point(v.Text))
					named = append(named, []string{fmt.Sprint(r.Point)})
				}
			}
		}
		return out, named
	}
	e3, e3Named := rival("e3-28")
	eu24, eu24Named := rival("eu-24")
	d20, d20Named := draft20(t)
	for seed := range uint64(20) {
		for _, x := range []struct {
			name  string
			text  plan.Text
			named [][]string
			least int
		}{{"e3", e3, e3Named, 27}, {"eu24", eu24, eu24Named, 14}, {"d20", d20, d20Named, 18}} {
			text, order := shuffled(x.text, rand.New(rand.NewPCG(seed, 1)))
			matches, _ := NewBase(base).Points(text, nil)
			right := 0
			for i, m := range matches {
				want := x.named[order[i]]
				switch {
				case m.Base >= 0 && slices.Contains(want, base.Points[m.Base].Number):
					right++
				case m.Sure >= 0.8:
					t.Errorf("seed %d, %s: %q stands at %d, wrong and sure (%.2f, %s); want %v", seed, x.name, text.Points[i].Heading, m.Base, m.Sure, m.Why, want)
				case seed == 0:
					t.Logf("%s: %q stands at %d (%.2f, %s); want %v", x.name, text.Points[i].Heading, m.Base, m.Sure, m.Why, want)
				}
			}
			if right < x.least {
				t.Errorf("seed %d, %s: %d of %d right, want %d", seed, x.name, right, len(matches), x.least)
			} else if seed == 0 {
				t.Logf("%s: %d of %d right", x.name, right, len(matches))
			}
		}
	}
}
