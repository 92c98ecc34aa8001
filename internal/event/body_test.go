package event

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// draw fills a value with chance, in every field that is exported.
func draw(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			draw(t, v.Field(i))
		}
	case reflect.Slice:
		n := rapid.IntRange(0, 3).Draw(t, "n")
		if n == 0 {
			return // an empty list and none are the same bytes
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			draw(t, v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			draw(t, v.Index(i))
		}
	case reflect.String:
		v.SetString(rapid.String().Draw(t, "s"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "b"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64().Draw(t, "i"))
	case reflect.Uint8:
		v.SetUint(uint64(rapid.Uint8().Draw(t, "u")))
	case reflect.Uint64:
		v.SetUint(rapid.Uint64().Draw(t, "u"))
	default:
		t.Fatalf("no way to draw a %s", v.Type())
	}
}

func drawBody(t *rapid.T) Body {
	var b Body
	b.Fact = rapid.SampledFrom(Kinds()).Draw(t, "kind").empty()
	draw(t, reflect.ValueOf(b.Fact).Elem())
	fact := b.Fact
	b.Fact = nil
	v := reflect.ValueOf(&b).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).Name != "Fact" {
			draw(t, v.Field(i))
		}
	}
	b.Fact = fact
	return b
}

// What is written reads back the same, and writes the same bytes again.
func TestBodyComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		src := Encode(&b)
		got, err := Decode(src)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, b) {
			t.Fatalf("%#v came back as %#v", b.Fact, got.Fact)
		}
		if !bytes.Equal(Encode(&got), src) {
			t.Fatal("it writes other bytes the second time")
		}
	})
}

// Every kind has a name of its own and makes a fact of its own kind.
func TestKinds(t *testing.T) {
	names := map[string]Kind{}
	for _, k := range Kinds() {
		if other, twice := names[k.String()]; twice {
			t.Errorf("%d and %d are both called %s", k, other, k)
		}
		names[k.String()] = k
		if got := KindOf(k.empty()); got != k {
			t.Errorf("%s makes a fact of kind %d", k, got)
		}
		if k.Remains() == "" {
			t.Errorf("%s does not say what remains of it", k)
		}
	}
}

// A reader passes over fields that it does not know, wherever they stand.
func TestLaterFields(t *testing.T) {
	b := Body{Actor: "m.rhee", Fact: &RoomClosed{Reason: "done"}}
	c := coder{writing: true, buf: Encode(&b)}
	c.bytesField(200, []byte("later"))
	got, err := Decode(c.buf)
	if err != nil || got.Actor != "m.rhee" || got.Fact.(*RoomClosed).Reason != "done" {
		t.Fatalf("%v, %v", got, err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, k := range Kinds() {
		f.Add(Encode(&Body{Actor: "m.rhee", Entered: "i.varga", Known: KnownAtFile, Fact: k.empty()}))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		b, err := Decode(src)
		if err != nil {
			return
		}
		if again, err := Decode(Encode(&b)); err != nil || !reflect.DeepEqual(again, b) {
			t.Fatalf("%v: %#v came back as %#v", err, b, again)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, f := range []Fact{
		&Receipt{Label: "Text 14", Copy: 2, Party: "BOR", Person: "t.vale"},
		&PointWorded{Instrument: "framework", Point: "p10", Heading: "Crossing points", Body: "The Parties shall open two crossing points on the standstill line."},
	} {
		src := Encode(&Body{Actor: "m.rhee", For: "BOR", Entered: "i.varga", Known: KnownAtFile, When: When{From: 1763737200000000, Offset: 120}, Fact: f, Salt: [16]byte{1}})
		b.Run(fmt.Sprintf("%s/bytes=%d", KindOf(f), len(src)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Decode(src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
