// Nonpaper keeps a negotiated text: one text, many rooms.
package main

import (
	"os"
	"runtime/debug"

	"nonpaper/internal/app"
	"nonpaper/internal/cli"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(app.GCPercent)
	}
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
