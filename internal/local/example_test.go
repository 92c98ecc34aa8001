//go:build unix

package local_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"nonpaper/internal/local"
)

func Example() {
	dir, _ := os.MkdirTemp("", "np")
	defer os.RemoveAll(dir)
	os.Setenv("XDG_RUNTIME_DIR", dir)
	defer os.Unsetenv("XDG_RUNTIME_DIR")
	address, err := local.Address(filepath.Join(dir, "lakes.np"))
	if err != nil {
		fmt.Println(err)
		return
	}

	// nonpaper unlock -C lakes.np
	l, err := local.Listen(address)
	if err != nil {
		fmt.Println(err) // held already, by ...
		return
	}
	ended := make(chan local.End)
	go func() {
		end := local.Serve(context.Background(), l, func(ctx context.Context, c *local.Call) int {
			fmt.Fprintln(c.Stdout, "runs at the holder:", c.Args)
			return 3
		}, local.Options{Version: "1.0"})
		// here the process file is closed, and then:
		l.Close()
		ended <- end
	}()

	// nonpaper who-knows p21 -C lakes.np
	exit, err := local.Run(context.Background(), address, local.Request{Version: "1.0", Args: []string{"who-knows", "p21"}, Stdout: os.Stdout})
	fmt.Println(exit, err)

	// nonpaper lock -C lakes.np
	fmt.Println(local.Lock(context.Background(), address), <-ended)

	_, err = local.Run(context.Background(), address, local.Request{Version: "1.0"})
	fmt.Println(errors.Is(err, local.ErrNoHolder))
	// Output:
	// runs at the holder: [who-knows p21]
	// 3 <nil>
	// <nil> locked
	// true
}
