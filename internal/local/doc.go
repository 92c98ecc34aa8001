// Package local is the socket between commands and the program that holds a
// process open.
//
// A command that finds its process held sends its arguments; the holder carries
// the whole command out, and what the command needs of its own surroundings (its
// standard streams, its files, answers to questions) crosses as frames. So every
// command works through the socket, by the same code: the command reads and
// writes files itself, in its own folder. (A backup alone is written by the
// holder, which has the file open, under the full name that the command gives.)
//
// The package promises that only the user who holds the process reaches it (the
// socket lies in a folder of theirs, with mode 0600, and the system is asked who
// is at the other end where it says); that a peer which sends rubbish, stops in
// the middle or does not read holds up nobody else; and that ending the holder
// lets running calls finish. It refuses peers of another protocol version.
//
// # Frames
//
// A frame is a byte for its kind, the length of its content (4 bytes,
// big-endian, at most 1 MiB) and the content.
//
//	from the command
//	  h  hello: JSON of Hello; the first frame, once
//	  i  standard input, when it was asked for; empty at its end
//	  d  content of a file that was asked for, in pieces
//	  r  JSON of reply: the end of what was asked for
//	from the holder
//	  o  standard output        e  standard error
//	  n  asks for standard input
//	  q  JSON of request: read or write a file, ask a question
//	  d  content of a file to be written, in pieces
//	  z  the end of the content
//	  x  the exit status, one byte; the last frame
//	  f  JSON of refusal: the call is not carried out; the last frame
package local

// Protocol is the version of the frames.
const Protocol = 1

// Hello is what a command says of itself.
type Hello struct {
	Protocol int               `json:"protocol"`
	Program  string            `json:"program"` // its version
	Args     []string          `json:"args"`
	Dir      string            `json:"dir"`
	Env      map[string]string `json:"env,omitempty"`
	Width    int               `json:"width,omitempty"` // of its terminal, 0 where output is no terminal
}

// The operations of a request.
const (
	opRead   = "read"
	opWrite  = "write"
	opAsk    = "ask"
	opSecret = "secret"
)

type request struct {
	Op   string `json:"op"`
	Name string `json:"name,omitempty"` // of the file, or the question
	Max  int64  `json:"max,omitempty"`  // bytes to read at most
}

type reply struct {
	Err    string `json:"err,omitempty"`
	Hint   string `json:"hint,omitempty"`
	Kind   uint8  `json:"kind,omitempty"` // fault.Kind
	Answer string `json:"answer,omitempty"`
}

type refusal struct {
	Err  string `json:"err"`
	Hint string `json:"hint,omitempty"`
}
