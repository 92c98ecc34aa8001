package cli

import (
	"nonpaper/internal/fault"
	"nonpaper/internal/format/notation"
)

// notNamed refuses what would name parties in the unattributed style.
func notNamed(style, as string) error {
	if style == string(notation.Unattributed) && as == "json" {
		return fault.Invalidf("JSON says who holds what, so it cannot be unattributed").
			WithHint("Use --as text, markdown or html with --style unattributed.")
	}
	return nil
}
