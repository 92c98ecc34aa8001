package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"nonpaper/internal/eventlog"
	"nonpaper/internal/eventlog/logtest"
)

var ctx = context.Background()

func create(t testing.TB) *Log {
	t.Helper()
	l, err := Create(ctx, filepath.Join(t.TempDir(), "process.np"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestStore(t *testing.T) {
	logtest.Run(t, logtest.Store{
		Open: func(t testing.TB) eventlog.Log { return create(t) },
		Reopen: func(t testing.TB, old eventlog.Log) eventlog.Log {
			if err := old.Close(); err != nil {
				t.Fatal(err)
			}
			l, err := Open(ctx, old.(*Log).Path(), Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { l.Close() })
			return l
		},
	})
}
