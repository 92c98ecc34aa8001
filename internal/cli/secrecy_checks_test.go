package cli

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"nonpaper/internal/event"
	"nonpaper/internal/ident"
)

// checks sets how many cases rapid draws in this test: so many, and in the soak
// more.
func checks(t *testing.T, n, soaking int) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	old := f.Value.String()
	if old != f.DefValue { // somebody asked for a number
		return
	}
	if *soak {
		n = soaking
	}
	if err := flag.Set("rapid.checks", fmt.Sprint(n)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set("rapid.checks", old) })
}

// withoutChance is an exported room with the identifiers of entries, the salts and
// what is computed from them taken out: they are random by design, and those of an
// act in several rooms are drawn for all of them.
func withoutChance(t *rapid.T, src string) string {
	var x exported
	if err := json.Unmarshal([]byte(src), &x); err != nil {
		t.Fatalf("%v: %s", err, src)
	}
	x.Root = ""
	for i := range x.Entries {
		e := &x.Entries[i]
		raw, _ := hex.DecodeString(e.Header)
		h, err := event.ParseHeader(raw)
		if err != nil {
			t.Fatal(err)
		}
		h.ID, h.Commitment = ident.Entry{}, [32]byte{}
		plain := h.Bytes()
		e.Header = hex.EncodeToString(plain[:])
		if e.Body == nil {
			continue
		}
		body, _ := base64.StdEncoding.DecodeString(*e.Body)
		b, err := event.Decode(body)
		if err != nil {
			t.Fatal(err)
		}
		b.Salt = [16]byte{}
		again := base64.StdEncoding.EncodeToString(event.Encode(&b))
		e.Body = &again
	}
	out, _ := json.Marshal(x)
	return string(out)
}
