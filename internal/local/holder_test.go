//go:build unix

package local

import (
	"bytes"
	"context"
	"net"
	"path/filepath"
	"sync"
	"testing"

	"nonpaper/internal/fault"
)

// What answers at a socket need not be a holder.
func TestHostileHolder(t *testing.T) {
	hi := framed(t, fHello, newHello(toCall, "").encode())
	name := framed(t, fLoad, append(make([]byte, 8), 'x'))
	for what, say := range map[string][]byte{
		"noise":              noise(1000),
		"no hello":           framed(t, fExit, make([]byte, 4)),
		"a huge frame":       append(hi[:len(hi):len(hi)], 0xff, 0xff, 0xff, 0xff, 8),
		"a short exit":       append(hi[:len(hi):len(hi)], framed(t, fExit, nil)...),
		"two requests":       bytes.Join([][]byte{hi, framed(t, fAsk, []byte("\x00?")), name, name}, nil),
		"unasked data":       append(hi[:len(hi):len(hi)], framed(t, fData, nil)...),
		"a huge read":        append(hi[:len(hi):len(hi)], framed(t, fRead, []byte{0xff, 0xff, 0xff, 0xff})...),
		"half a hello":       hi[:8],
		"the end in between": append(hi[:len(hi):len(hi)], framed(t, fStdout, []byte("x"))...),
	} {
		address := filepath.Join(shortDir(t), "s")
		l, err := net.Listen("unix", address)
		must(t, err)
		var all sync.WaitGroup
		all.Go(func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				conn.Write(say)
				linger(conn.(*net.UnixConn))
				conn.Close()
			}
		})
		_, err = Run(t.Context(), address, Request{Ask: func(ctx context.Context, _ string) (string, error) {
			<-ctx.Done()
			return "", ctx.Err()
		}})
		if fault.KindOf(err) != fault.Unavailable || fault.HintOf(err) == "" {
			t.Errorf("%s: %v", what, err)
		}
		l.Close()
		all.Wait()
	}
}
