package cli

import (
	"os"
	"strings"
	"testing"
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
