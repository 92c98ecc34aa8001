package folder_test

import (
	"io/fs"
	"testing"

	"nonpaper/examples"
	"nonpaper/internal/format/folder"
)

func TestExamples(t *testing.T) {
	for _, name := range []string{"november-2025", "meridian-lakes"} {
		sub, err := fs.Sub(examples.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := folder.Read(sub); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
