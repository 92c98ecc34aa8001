package cli

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestTasksInSteps counts the steps that the story of the tasks takes for each of them: a
// step is a line that is typed.
func TestTasksInSteps(t *testing.T) {
	src, err := os.ReadFile("testdata/script/story-tasks.txtar")
	if err != nil {
		t.Fatal(err)
	}
	task := regexp.MustCompile(`^# task (\d+), at most (\d+) steps?:`)
	number, most, steps, counted := "", 0, 0, 0
	for line := range strings.SplitSeq(string(src), "\n") {
		switch m := task.FindStringSubmatch(line); {
		case m != nil && number != "":
			t.Errorf("task %s is not done before task %s", number, m[1])
		case m != nil:
			number, steps = m[1], 0
			most, _ = strconv.Atoi(m[2])
		case line == "# done" && number != "":
			if steps == 0 || steps > most {
				t.Errorf("task %s takes %d steps, %d at most", number, steps, most)
			}
			number = ""
			counted++
		case strings.HasPrefix(line, "med ") && number != "":
			steps++
		}
	}
	if counted != 6 || number != "" {
		t.Errorf("%d tasks were counted, want 6", counted)
	}
}
