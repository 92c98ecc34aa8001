package cli

import (
	"strings"

	"nonpaper/internal/event"
	"nonpaper/internal/room"
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

// said puts into JSON who said what is known from others.
func (out *itemOut) said(x room.Said) {
	if x != (room.Said{}) {
		out.statedOut = &statedOut{Origin: x.Origin, SaidBy: x.By, Certainty: x.Certainty}
		out.Hedge = x.Hedge
	}
}

// fromWhom says in one line who said what is known from others, and where that stands.
func fromWhom(x room.Said) string {
	by := ""
	if x.By != "" {
		by = "said by " + x.By
	}
	var s string
	if who := strings.Join(nonEmpty(by, x.Hedge, x.Certainty), "; "); who != "" {
		s = " (" + who + ")"
	}
	if x.Origin != "" {
		s += " [" + onOneLine(x.Origin) + "]"
	}
	return s
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
