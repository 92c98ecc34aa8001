package cli

import (
	"strings"

	"nonpaper/internal/event"
)

// statedOut is what a file or a source says of a position, in JSON.
type statedOut struct {
	Whole     bool   `json:"whole,omitempty"` // on the text as a whole
	Statement string `json:"statement,omitempty"`
	Origin    string `json:"origin,omitempty"`
	SaidBy    string `json:"saidBy,omitempty"`
	Stated    string `json:"stated,omitempty"`
	Version   string `json:"version,omitempty"`
	Certainty string `json:"certainty,omitempty"`
}

func positionStated(f *event.PositionTaken) *statedOut {
	out := statedOut{f.Whole, f.Statement, f.Origin, f.SaidBy, f.Stated, f.Version, f.Certainty}
	if out == (statedOut{}) {
		return nil
	}
	return &out
}

// positionMore says in one line what of a position stands beside its stance: the word of
// the file, the version of the text that it is on, what was said, and where that stands.
func positionMore(f *event.PositionTaken) string {
	var s strings.Builder
	if f.Stated != "" {
		s.WriteString(" (as stated: " + f.Stated + ")")
	}
	if f.Version != "" {
		s.WriteString(", on " + f.Version)
	}
	if f.Statement != "" {
		s.WriteString(", “" + onOneLine(f.Statement) + "”")
	}
	if f.Origin != "" {
		s.WriteString(" [" + onOneLine(f.Origin) + "]")
	}
	return s.String()
}
