package vault

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
	"golang.org/x/text/unicode/norm"

	"nonpaper/internal/fault"
)

// How much work a passphrase of a file costs, as a power of two: 256 MB and about a
// second; a file that asks for more than a gibibyte is refused.
const (
	fileWork     = 18
	mostFileWork = 20
)

const ageBegins = "age-encryption.org/v1\n"

// SealFile seals a file under a passphrase in the format of age (age-encryption.org/v1,
// scrypt), so that other programs can open it without this one.
func SealFile(content, passphrase []byte) ([]byte, error) {
	return sealFile(content, passphrase, fileWork)
}

func sealFile(content, passphrase []byte, work int) ([]byte, error) {
	if len(passphrase) == 0 {
		return nil, fault.Invalidf("the passphrase is empty; nothing was done")
	}
	to, err := age.NewScryptRecipient(norm.NFC.String(string(passphrase)))
	if err != nil {
		return nil, err
	}
	to.SetWorkFactor(work)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// IsFile reports whether bytes begin as a file that SealFile or age has sealed, whole or
// cut off behind its beginning.
func IsFile(src []byte) bool {
	return bytes.HasPrefix(src, []byte(ageBegins)) || armoured(src)
}

func armoured(src []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(src), []byte(armor.Header))
}

// OpenFile opens what SealFile or age has sealed under a passphrase. A wrong passphrase
// is a fault of kind Forbidden; what is no sealed file, is sealed otherwise, is cut off
// or changed, or asks for too much work, is one of kind Invalid.
func OpenFile(src, passphrase []byte) ([]byte, error) {
	if !IsFile(src) {
		return nil, fault.Invalidf("it is no sealed file").WithHint("It has to be in the format of age, under a passphrase.")
	}
	var in io.Reader = bytes.NewReader(src)
	if armoured(src) {
		in = armor.NewReader(in)
	}
	typed := []string{norm.NFC.String(string(passphrase))}
	if string(passphrase) != typed[0] {
		typed = append(typed, string(passphrase)) // age itself takes a passphrase as it was typed
	}
	var with []age.Identity
	for _, s := range typed {
		id, err := age.NewScryptIdentity(s)
		if err != nil {
			return nil, fault.Invalidf("the passphrase is empty; nothing was done")
		}
		id.SetMaxWorkFactor(mostFileWork)
		with = append(with, id)
	}
	r, err := age.Decrypt(in, with...)
	if none, is := errors.AsType[*age.NoIdentityMatchError](err); is {
		if slices.Contains(none.StanzaTypes, "scrypt") {
			return nil, fault.Forbiddenf("this is not the passphrase; nothing was changed")
		}
		return nil, fault.Invalidf("it is not sealed under a passphrase, but for a key")
	}
	if err != nil && strings.Contains(err.Error(), "work factor too large") {
		return nil, fault.Invalidf("it asks for more work than is done for a passphrase").WithHint("Seal it again with nonpaper.")
	}
	var out []byte
	if err == nil {
		out, err = io.ReadAll(r)
	}
	if err != nil {
		return nil, fault.Invalidf("it is cut off or damaged, and does not open").WithHint("Take another copy of it.")
	}
	return out, nil
}
