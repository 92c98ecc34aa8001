package local

import (
	"encoding/binary"
	"fmt"
	"os"
	"strings"

	"nonpaper/internal/fault"
)

const (
	magic      = "nonpaper"
	protocol   = 1
	maxVersion = 256 // bytes of a program's version
)

// purpose is what a client comes for.
type purpose byte

const (
	toCall purpose = 0
	toLock purpose = 1
	toLook purpose = 2
)

// hello is what both sides say first. Its layout never changes.
type hello struct {
	protocol uint16
	purpose  purpose
	pid      uint32
	version  string
}

func newHello(p purpose, version string) hello {
	return hello{protocol: protocol, purpose: p, pid: uint32(os.Getpid()), version: version[:min(len(version), maxVersion)]}
}

func (h hello) encode() []byte {
	b := append([]byte(nil), magic...)
	b = binary.BigEndian.AppendUint16(b, h.protocol)
	b = append(b, byte(h.purpose))
	b = binary.BigEndian.AppendUint32(b, h.pid)
	return append(b, h.version...)
}

func decodeHello(b []byte) (hello, error) {
	rest, ok := strings.CutPrefix(string(b), magic)
	if !ok || len(rest) < 7 || len(rest) > 7+maxVersion {
		return hello{}, fmt.Errorf("%w: no greeting", errMalformed)
	}
	return hello{
		protocol: binary.BigEndian.Uint16([]byte(rest[0:2])),
		purpose:  purpose(rest[2]),
		pid:      binary.BigEndian.Uint32([]byte(rest[3:7])),
		version:  rest[7:],
	}, nil
}

// matches says whether two programs may work on one command together. Programs
// of the same protocol and another version may not either: what a command means
// is the holder's to say, and the person reads the client's help.
func (h hello) matches(other hello) bool {
	return h.protocol == other.protocol && h.version == other.version
}

func mismatch(holder, client hello) error {
	return fault.Conflictf("the holder is nonpaper %s, this is %s", called(holder.version), called(client.version)).
		WithHint("Nothing was done. Run nonpaper lock, then nonpaper unlock again.")
}

// called shows a version that another program sent.
func called(version string) string {
	if version == "" {
		return "(no version)"
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return '?'
		}
		return r
	}, version)
}

func appendString(b []byte, s string) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
	return append(b, s...)
}

// decoder takes a payload apart. After the first thing that is not there all
// others are zero, and ok says so.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) take(n int) []byte {
	if d.bad || n < 0 || n > len(d.b) {
		d.bad = true
		return nil
	}
	t := d.b[:n]
	d.b = d.b[n:]
	return t
}

// number takes a number of so many bytes.
func (d *decoder) number(bytes int) (n uint64) {
	for _, b := range d.take(bytes) {
		n = n<<8 | uint64(b)
	}
	return n
}

func (d *decoder) str() string { return string(d.take(int(d.number(4)))) }

func (d *decoder) rest() string { return string(d.take(len(d.b))) }

// ok says whether everything was there, and nothing more.
func (d *decoder) ok() bool { return !d.bad && len(d.b) == 0 }

// Terminal says which of a client's streams are one, and how wide it is.
type Terminal struct {
	Stdin, Stdout, Stderr bool
	Width                 int // columns, 0 not known
}

// start is how a call begins, its arguments apart.
type start struct {
	dir      string
	terminal Terminal
	env      []string
}

func (s start) encode() []byte {
	b := appendString(nil, s.dir)
	var t byte
	for i, is := range []bool{s.terminal.Stdin, s.terminal.Stdout, s.terminal.Stderr} {
		if is {
			t |= 1 << i
		}
	}
	b = append(b, t)
	b = binary.BigEndian.AppendUint16(b, uint16(min(max(s.terminal.Width, 0), 1<<16-1)))
	b = binary.BigEndian.AppendUint16(b, uint16(len(s.env)))
	for _, e := range s.env {
		b = appendString(b, e)
	}
	return b
}

func decodeStart(b []byte) (start, error) {
	d := decoder{b: b}
	s := start{dir: d.str()}
	t := d.number(1)
	s.terminal = Terminal{Stdin: t&1 != 0, Stdout: t&2 != 0, Stderr: t&4 != 0, Width: int(d.number(2))}
	for n := d.number(2); n > 0 && !d.bad; n-- {
		s.env = append(s.env, d.str())
	}
	if !d.ok() || t > 7 {
		return start{}, fmt.Errorf("%w: no beginning of a call", errMalformed)
	}
	s.env = Environment(s.env)
	return s, nil
}

// Environment gives those NAME=value whose names may cross the socket: what
// changes how a command prints, and nothing that could be a secret.
func Environment(environ []string) []string {
	var kept []string
	for _, e := range environ {
		name, _, ok := strings.Cut(e, "=")
		if !ok {
			continue
		}
		switch name {
		case "NO_COLOR", "LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_TIME", "COLUMNS", "TERM", "TZ":
			kept = append(kept, e)
		}
	}
	return kept
}
