package vault

import (
	"bytes"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
	"pgregory.net/rapid"

	"nonpaper/internal/fault"
)

// What is sealed opens with its passphrase and with no other; cut off or changed
// anywhere it is an error and never other words.
func TestFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "content")
		passphrase := []byte(rapid.StringN(1, 20, -1).Draw(t, "passphrase"))
		src, err := sealFile(content, passphrase, 1)
		if err != nil {
			t.Fatal(err)
		}
		if !IsFile(src) {
			t.Fatal("not known for a sealed file")
		}
		if got, err := OpenFile(src, passphrase); err != nil || !bytes.Equal(got, content) {
			t.Fatal(got, err)
		}
		if _, err := OpenFile(src, append(passphrase, 'x')); fault.KindOf(err) != fault.Forbidden {
			t.Fatal("a wrong passphrase:", err)
		}
		cut := rapid.IntRange(0, len(src)-1).Draw(t, "cut")
		if _, err := OpenFile(src[:cut], passphrase); fault.KindOf(err) != fault.Invalid {
			t.Fatalf("cut off at %d: %v", cut, err)
		}
		at := rapid.IntRange(0, len(src)-1).Draw(t, "at")
		src[at] ^= rapid.ByteRange(1, 255).Draw(t, "by")
		if got, err := OpenFile(src, passphrase); err == nil {
			t.Fatalf("changed at %d: opened as %q", at, got)
		}
	})
}

// A file of age itself opens, armoured too; one for a key, or one that asks for too much
// work, is refused before the work is done.
func TestFileOfAge(t *testing.T) {
	to, err := age.NewScryptRecipient("caf\u00e9 noir")
	if err != nil {
		t.Fatal(err)
	}
	to.SetWorkFactor(2)
	var b bytes.Buffer
	a := armor.NewWriter(&b)
	w, err := age.Encrypt(a, to)
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("words"))
	w.Close()
	a.Close()
	for _, typed := range []string{"caf\u00e9 noir", "cafe\u0301 noir"} {
		if got, err := OpenFile(b.Bytes(), []byte(typed)); err != nil || string(got) != "words" {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	b.Reset()
	if w, err = age.Encrypt(&b, key.Recipient()); err != nil {
		t.Fatal(err)
	}
	w.Close()
	if _, err := OpenFile(b.Bytes(), []byte("x")); err == nil || !strings.Contains(err.Error(), "for a key") {
		t.Error("sealed for a key:", err)
	}
	dear, err := sealFile(nil, []byte("x"), 1)
	if err != nil {
		t.Fatal(err)
	}
	line := bytes.SplitN(dear, []byte("\n"), 3)
	line[1] = append(bytes.TrimSuffix(line[1], []byte("1")), "30"...)
	if _, err := OpenFile(bytes.Join(line, []byte("\n")), []byte("x")); err == nil || !strings.Contains(err.Error(), "more work") {
		t.Error("too much work:", err)
	}
	for _, src := range []string{"", "words", "age-encryption.org/v1", "age-encryption.org/v1\n"} {
		if _, err := OpenFile([]byte(src), []byte("x")); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", src, err)
		}
	}
}

// The work that a passphrase costs is what is meant.
func TestFileWork(t *testing.T) {
	src, err := SealFile([]byte("words"), []byte("four long words here"))
	if err != nil {
		t.Fatal(err)
	}
	if line := strings.Split(string(src), "\n")[1]; !strings.HasPrefix(line, "-> scrypt ") || !strings.HasSuffix(line, " 18") {
		t.Error(line)
	}
}

func FuzzOpenFile(f *testing.F) {
	src, err := sealFile([]byte("words"), []byte("x"), 1)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(src)
	f.Add([]byte(armor.Header + "\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		if bytes.Contains(src, []byte("scrypt")) && !bytes.HasSuffix(bytes.SplitN(append(src, "\n\n"...), []byte("\n"), 3)[1], []byte(" 1")) {
			t.Skip("costs what it says")
		}
		if got, err := OpenFile(src, []byte("y")); err == nil {
			t.Errorf("opened as %q without its passphrase", got)
		}
	})
}
