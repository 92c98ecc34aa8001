// Nonpaper keeps a negotiated text: one text, many rooms.
package main

import (
	"os"

	"nonpaper/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
