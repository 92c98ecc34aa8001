package eventlog_test

import (
	"testing"

	"nonpaper/internal/eventlog"
	"nonpaper/internal/eventlog/logtest"
)

func TestMemory(t *testing.T) {
	logtest.Run(t, logtest.Store{Open: func(t testing.TB) eventlog.Log {
		l := eventlog.NewMemory()
		t.Cleanup(func() { l.Close() })
		return l
	}})
}
