package sqlite

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// op is something a program asked of the system, in the order in which it did.
type op struct {
	kind string // write, size, create, remove, sync (ended), say
	path string
	at   int64 // offset of a write, length of a size
	data []byte
	upto int // of a sync: how many ops had been asked for when it began
}

// readTrace reads what strace wrote (-f -y -xx) of the calls that change files
// below a folder, sync them, or say something on the standard output. A write
// counts from when it was asked for, a sync from when it had ended, and covers
// what was asked for before it began.
func readTrace(t testing.TB, r io.Reader, dir string) (ops []op) {
	begun := map[string]op{} // by thread: syncs that have not ended
	in := bufio.NewReaderSize(r, 1<<20)
	for {
		line, err := in.ReadString('\n')
		if err == io.EOF {
			return ops
		}
		must(t, err)
		thread, call, ok := strings.Cut(strings.TrimSpace(line), " ")
		call = strings.TrimSpace(call)
		if !ok {
			continue
		}
		if strings.HasPrefix(call, "<... ") {
			if s, is := begun[thread]; is && strings.HasSuffix(call, "= 0") && strings.Contains(call, "sync resumed") {
				ops = append(ops, s)
			}
			delete(begun, thread)
			continue
		}
		name, args, ok := strings.Cut(call, "(")
		if !ok {
			continue
		}
		ended := !strings.Contains(call, "<unfinished ...>")
		if ended && strings.Contains(call, ") = -1 ") {
			continue
		}
		fd, rest, _ := strings.Cut(args, ",")
		number, path, _ := strings.Cut(fd, "<")
		path, _, _ = strings.Cut(path, ">")
		if strings.HasPrefix(path, "\\x") { // -xx writes names so too
			path = string(quoted(t, "\""+path+"\""))
		}
		inside := path == dir || strings.HasPrefix(path, dir+"/")
		switch name {
		case "write":
			if number == "1" {
				ops = append(ops, op{kind: "say", data: quoted(t, rest)})
			} else if inside && !strings.HasSuffix(path, ".lock") {
				t.Fatalf("a write without a place: %.200s", line)
			}
		case "pwrite64":
			if inside && !strings.HasSuffix(path, ".lock") {
				tail := rest[strings.LastIndex(rest, "\"")+1:]
				if strings.HasPrefix(tail, "...") {
					t.Fatalf("strace cut a write short: %.200s", line)
				}
				fields := strings.FieldsFunc(tail, func(r rune) bool { return strings.ContainsRune(", )=<", r) })
				at, err := strconv.ParseInt(fields[1], 10, 64)
				must(t, err)
				ops = append(ops, op{kind: "write", path: path, at: at, data: quoted(t, rest)})
			}
		case "ftruncate":
			if inside && !strings.HasSuffix(path, ".lock") {
				size, err := strconv.ParseInt(strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(", )=<", r) })[0], 10, 64)
				must(t, err)
				ops = append(ops, op{kind: "size", path: path, at: size})
			}
		case "fsync", "fdatasync":
			if inside {
				s := op{kind: "sync", path: path, upto: len(ops)}
				if ended {
					ops = append(ops, s)
				} else {
					begun[thread] = s
				}
			}
		case "openat", "open", "unlink", "unlinkat":
			full := string(quoted(t, args))
			if filepath.Dir(full) != dir || strings.HasSuffix(full, ".lock") || strings.HasSuffix(full, "-shm") {
				continue
			}
			if strings.HasPrefix(name, "unlink") {
				ops = append(ops, op{kind: "remove", path: full})
			} else if strings.Contains(args, "O_CREAT") {
				ops = append(ops, op{kind: "create", path: full})
			}
		}
	}
}

// quoted is the first string of a call's arguments, written in hex by strace -xx.
func quoted(t testing.TB, args string) []byte {
	_, s, _ := strings.Cut(args, "\"")
	s, _, _ = strings.Cut(s, "\"")
	out, err := hex.DecodeString(strings.ReplaceAll(s, "\\x", ""))
	must(t, err)
	return out
}

// cut makes the folder that a power cut at a moment leaves: what had been synced,
// and of what had not, each change by chance, a write also in part, by sectors.
// The files before the first op are those of the folder from. It returns what
// had been said by then.
//
// A new or removed name is sure once the folder was synced, a file's bytes and
// length once the file was.
func cut(t testing.TB, from, to string, ops []op, chance *mrand.Rand) (said []string) {
	synced := make([]bool, len(ops))
	for i, o := range ops {
		if o.kind != "sync" {
			continue
		}
		for j := range ops[:min(o.upto, i)] {
			named := ops[j].kind == "create" || ops[j].kind == "remove"
			if named && filepath.Dir(ops[j].path) == o.path || !named && ops[j].path == o.path {
				synced[j] = true
			}
		}
	}
	type file struct {
		data []byte
		here bool
	}
	files := map[string]*file{}
	names, err := os.ReadDir(from)
	must(t, err)
	for _, n := range names {
		src, err := os.ReadFile(filepath.Join(from, n.Name()))
		must(t, err)
		files[n.Name()] = &file{src, true}
	}
	kept := chance.Float64() // how much of the unsynced reached the disk
	if k := chance.IntN(4); k < 2 {
		kept = float64(k)
	}
	for i, o := range ops {
		if o.kind == "say" {
			said = append(said, string(o.data))
			continue
		}
		if o.kind == "sync" || !synced[i] && chance.Float64() >= kept {
			continue
		}
		name := filepath.Base(o.path)
		f := files[name]
		if f == nil {
			f = &file{}
			files[name] = f
		}
		switch o.kind {
		case "create":
			f.here = true
		case "remove":
			*f = file{}
		case "size":
			f.data = append(f.data[:min(o.at, int64(len(f.data)))], make([]byte, max(0, o.at-int64(len(f.data))))...)
		case "write":
			data := o.data
			if !synced[i] && chance.IntN(3) == 0 {
				data = data[:chance.IntN(len(data)/512+1)*512]
			}
			if short := o.at + int64(len(data)) - int64(len(f.data)); short > 0 && len(data) > 0 {
				f.data = append(f.data, make([]byte, short)...)
			}
			copy(f.data[min(o.at, int64(len(f.data))):], data)
		}
	}
	for name, f := range files {
		if f.here {
			must(t, os.WriteFile(filepath.Join(to, name), f.data, 0o600))
		}
	}
	return said
}

func TestReadTrace(t *testing.T) {
	x := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			fmt.Fprintf(&b, "\\x%02x", c)
		}
		return b.String()
	}
	trace := `7 openat(AT_FDCWD</w>, "` + x("/d/p-wal") + `", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 5</d/p-wal>
7 pwrite64(5</d/p-wal>, "` + x("abc") + `", 3, 10) = 3
8 pwrite64(5</d/p-wal>, "` + x("de") + `", 2, 13 <unfinished ...>
7 fdatasync(5</d/p-wal> <unfinished ...>
8 <... pwrite64 resumed>) = 2
7 <... fdatasync resumed>) = 0
7 write(1<pipe:[3]>, "` + x("said\n") + `", 5) = 5
7 write(9</elsewhere>, "` + x("said\n") + `", 5) = 5
7 fsync(6<\x2f\x64>) = 0
7 fsync(6</d>) = -1 EIO (Input/output error)
7 ftruncate(5</d/p-wal>, 0) = 0
7 unlink("` + x("/d/p-wal") + `") = 0
`
	got := fmt.Sprint(readTrace(t, strings.NewReader(trace), "/d"))
	want := fmt.Sprint([]op{{"create", "/d/p-wal", 0, nil, 0}, {"write", "/d/p-wal", 10, []byte("abc"), 0}, {"write", "/d/p-wal", 13, []byte("de"), 0},
		{"sync", "/d/p-wal", 0, nil, 3}, {"say", "", 0, []byte("said\n"), 0}, {"sync", "/d", 0, nil, 5}, {"size", "/d/p-wal", 0, nil, 0}, {"remove", "/d/p-wal", 0, nil, 0}})
	if got != want {
		t.Errorf("read as\n%s, not\n%s", got, want)
	}
}
