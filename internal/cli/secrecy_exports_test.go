package cli

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"nonpaper/internal/event"
)

// values are all values that stand in an exported room, from an entry on.
type values struct {
	chance map[any]bool // identifiers, hashes, salts
	times  map[any]bool
	words  map[any]bool
}

func valuesOf(t *testing.T, room string, from int) (v values, entries int) {
	t.Helper()
	var x exported
	if err := json.Unmarshal([]byte(onFile(t, "", "room", "export", room, "-o", "-")), &x); err != nil {
		t.Fatal(err)
	}
	v = values{map[any]bool{x.Room: true, x.Root: true}, map[any]bool{}, map[any]bool{}}
	for _, e := range x.Entries[from:] {
		src, _ := hex.DecodeString(e.Header)
		h, err := event.ParseHeader(src)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := base64.StdEncoding.DecodeString(*e.Body)
		b, err := event.Decode(body)
		if err != nil {
			t.Fatal(err)
		}
		v.chance[[16]byte(h.ID)], v.chance[[16]byte(h.Room)], v.chance[h.Commitment] = true, true, true
		v.times[h.Time] = true
		v.in(reflect.ValueOf(b))
		v.in(reflect.ValueOf(b.Fact))
	}
	return v, len(x.Entries)
}

// in collects values. Numbers up to a thousand are counted in each room by itself
// (copy 1, entry 7), or say how exactly a time is known.
func (v *values) in(x reflect.Value) {
	switch x.Kind() {
	case reflect.Pointer:
		v.in(x.Elem())
	case reflect.Struct:
		for i := range x.NumField() {
			v.in(x.Field(i))
		}
	case reflect.Slice:
		for i := range x.Len() {
			v.in(x.Index(i))
		}
	case reflect.Array:
		if !x.IsZero() {
			v.chance[x.Interface()] = true
		}
	case reflect.String:
		v.words[x.String()] = true
	case reflect.Int, reflect.Int64:
		if x.Int() > 1000 {
			v.times[x.Int()] = true
		}
	case reflect.Uint64:
		if x.Uint() > 1000 {
			v.times[int64(x.Uint())] = true
		}
	}
}

func common(a, b map[any]bool, save ...string) (out []any) {
	for x := range a {
		if s, is := x.(string); b[x] && !(is && slices.Contains(save, s)) {
			out = append(out, x)
		}
	}
	return out
}

// Two rooms that were given the same words in separate acts have nothing in common
// in their exports but those words, the labels typed and who acted: no identifier,
// hash, salt, time or number. In one act they have the time in common, and the
// label.
func TestExportsHaveNothingInCommon(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("NONPAPER_FILE", filepath.Join(dir, "p.nonpaper"))
	draft := filepath.Join(dir, "draft.md")
	if err := os.WriteFile(draft, []byte("# Plan\n\n### 1. Crossing points {#kept}\n\nTwo crossing points shall be opened.\n\n### 2. Lists\n\nLists shall be exchanged.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	onFile(t, "", "new", filepath.Join(dir, "p.nonpaper"), "--no-passphrase", "--keeper", "m.rhee=Magnus Rhee")
	onFile(t, "", "text", "import", draft)
	rooms := []string{"ald-room", "bor-room"}
	for _, c := range []string{"ALD", "BOR"} {
		room, head := strings.ToLower(c)+"-room", strings.ToLower(c)+".head"
		onFile(t, "", "party", "add", c, "State "+c)
		onFile(t, "", "person", "add", head, "Head of "+c, "--party", c)
		onFile(t, "", "room", "open", room, "--with", head)
		for _, act := range [][]string{
			{"convey", "1", "--to", room, "--label", "P 12", "--yes"},
			{"convey", "--to", room, "--label", "The plan", "--yes"},
			{"convey", "2", "--to", room, "--mode", "briefed", "--gist", "that lists shall be exchanged", "--yes"},
			{"authority", "show", head, "--room", room, "--document", "a letter"},
			{"text", "initial", head, "The plan", "--room", room},
			{"text", "sign", head, "The plan", "--room", room},
			{"copy", "acknowledge", "The plan", "--room", room, "--party", c, "--copy", "1"},
			{"copy", "return", "The plan", "--room", room},
			{"note", "The same note", "--room", room, "--points", "2"},
		} {
			onFile(t, "", act...)
		}
	}
	a, n := valuesOf(t, rooms[0], 0)
	b, m := valuesOf(t, rooms[1], 0)
	if n != m || n < 12 {
		t.Fatalf("%d and %d entries: the acts are not the same", n, m)
	}
	typed := []string{"", "P 12", "The plan", "Plan", "1", "2", "p1", "p2", "point", "Crossing points", "Two crossing points shall be opened.", "Lists", "Lists shall be exchanged.",
		"that lists shall be exchanged", "a letter", "The same note", "m.rhee", "Magnus Rhee", "secretariat", "side", "consultation", "full-powers", "unattributed", "handed-over", "briefed",
		"Wording outside brackets is not thereby agreed.", "Briefing 1"}
	for what, both := range map[string][]any{"chance": common(a.chance, b.chance), "time": common(a.times, b.times), "words": common(a.words, b.words, typed...)} {
		if len(both) > 0 {
			t.Errorf("both exports have the same %s: %v", what, both)
		}
	}

	onFile(t, "", "text", "circulate", "--label", "Text 5", "--to", strings.Join(rooms, ","), "--yes")
	a, _ = valuesOf(t, rooms[0], n)
	b, _ = valuesOf(t, rooms[1], m)
	if both := common(a.chance, b.chance); len(both) > 0 {
		t.Errorf("what was circulated to both has %v in common", both)
	}
	if len(common(a.times, b.times)) != 2 || !a.words["Text 5"] || !b.words["Text 5"] {
		t.Errorf("what was circulated to both has other times or labels: %v, %v", a.times, b.times)
	}
}
