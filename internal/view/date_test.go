package view

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
)

// A moment is written as the library for times writes it, at any clock.
func TestMoments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		micro := rapid.Int64Range(-4e15, 4e16).Draw(t, "time")
		offset := rapid.IntRange(-14*60, 14*60).Draw(t, "offset")
		want := time.UnixMicro(micro).In(time.FixedZone("", offset*60)).Format("2 Jan 2006 15:04")
		if got := momentOf(micro, offset).as(event.ToMinute); got != want {
			t.Fatalf("%s, not %s", got, want)
		}
	})
}

func TestSayDate(t *testing.T) {
	at := func(s string) int64 {
		x, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return x.UnixMicro()
	}
	for _, x := range []struct {
		date event.Date
		want string
	}{
		{event.Date{}, "undated"},
		{event.Date{Before: "M 5", After: "M 2"}, "before M 5, after M 2"},
		{event.Date{From: at("2026-11-23 10:00")}, "23 Nov 2026 10:00"},
		{event.Date{From: at("2026-11-23 10:00"), To: at("2026-11-23 12:30")}, "23 Nov 2026 10:00–12:30"},
		{event.Date{From: at("2026-11-23 22:00"), To: at("2026-11-24 01:30")}, "23 Nov 2026 22:00 – 24 Nov 2026 01:30"},
		{event.Date{From: at("2025-10-17 00:00"), To: at("2025-10-20 00:00"), Precision: event.ToDay}, "17 Oct 2025 – 20 Oct 2025"},
		{event.Date{From: at("2025-10-17 00:00"), To: at("2025-10-17 00:00"), Precision: event.ToDay}, "17 Oct 2025"},
		{event.Date{From: at("2025-10-01 00:00"), Precision: event.ToMonth, Before: "the summit"}, "Oct 2025, before the summit"},
	} {
		if got := SayDate(&x.date); got != x.want {
			t.Errorf("%q, not %q", got, x.want)
		}
	}
}
