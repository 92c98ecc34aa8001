// Package local carries commands to the program that holds a process open, over
// a socket that only its owner may use.
//
// A client sends the arguments of a command. The holder runs the command by the
// same code as if there were no holder; what the command reads, prints, asks
// and writes goes through the socket and happens at the client, in the client's
// folder and on the client's terminal. So every command works either way, and
// relative names mean what the person meant.
//
// It promises:
//   - Only programs of the same user are answered: the folder has mode 0700, the
//     socket 0600, and where the system tells who is at the other end (Linux,
//     macOS), both ends look. On Windows the user's own folder is the guard.
//   - The holder touches no file, terminal or environment on a client's behalf;
//     of the environment only the variables of [Environment] cross.
//   - Nothing is read from the client's stdin but what the command asks for.
//   - One call never waits for another's client: a slow, silent or hostile
//     client holds up its own call only, takes bounded memory, and a call that
//     waits for its client does not keep the holder from being idle.
//   - A call whose client is gone or was interrupted has its context cancelled.
//   - Serve returns when no handler runs any more, so that a file is never
//     closed under a running command; a handler has to heed its context.
//   - A client that loses the holder in the middle says so, and never that the
//     command failed.
//
// It refuses to replace the socket of a live holder, to talk to a program of
// another version (except to lock it), and to know anything about processes.
//
// # Frames
//
// One connection is one call. Either side sends frames:
//
//	bytes  0..3  length n of the payload, big endian, at most 1,048,576
//	byte   4     type
//	bytes  5..   payload, n bytes
//
// Numbers are big endian. A string is its length in 4 bytes and then its bytes,
// which are whatever the system had and need not be UTF-8. "Rest" is all bytes
// to the end of the payload. A frame that is longer, cut short, out of place or
// of an unknown type ends the connection.
//
//	 1 hello   both    8 bytes "nonpaper", 2 bytes protocol, 1 byte purpose
//	                   (client: 0 call, 1 lock, 2 look; holder: 0),
//	                   4 bytes process number (PID), rest: program version
//	 2 arg     client  rest: one argument
//	 3 start   client  string folder; 1 byte terminals (1 stdin, 2 stdout,
//	                   4 stderr, added); 2 bytes width in columns, 0 not known;
//	                   2 bytes number of variables; that many strings NAME=value
//	 4 cancel  client  empty: the person interrupted the command
//	 5 data    both    rest: a piece of a content
//	 6 end     both    empty: the content is whole
//	 7 failure client  instead of end: an error, as below
//	 8 stdout  holder  rest: what the command printed
//	 9 stderr  holder  rest
//	10 read    holder  4 bytes most: wants bytes of stdin
//	11 load    holder  8 bytes most; rest: name of a file that it wants
//	12 store   holder  1 byte (1: the file must not be there yet, 0: it is
//	                   replaced); rest: name. The content follows: data*, end
//	13 ask     holder  1 byte (1: answer is not shown); rest: question
//	14 exit    holder  4 bytes: exit status. The call is over
//	15 fault   holder  an error, as below. The call is over
//
// An error is 1 byte fault kind; 1 byte cause (0 none, 1 not there, 2 there
// already, 3 not permitted, 4 end of file, 5 cancelled); strings operation,
// path (both empty unless it is an error about a path), message, hint.
//
// The order: the client sends hello, arg*, start without waiting; the holder
// answers hello, or closes without a word to somebody else's program. Then the
// holder sends stdout and stderr as they come, and at most one of read, load,
// store and ask at a time. The client answers each with data* and end, or with
// failure: for read one data of 1 to most bytes, none at the end of stdin; for
// load and ask the content or answer; for store nothing but end. The client
// sends cancel at any time. The connection ends after exit or fault.
//
// Frame and hello never change, so that programs of all versions understand
// each other so far: a holder sends its hello to a client of another protocol
// or version and closes. To lock it sends its hello, lets the running calls
// end, and closes when the file is free; to look it sends its hello and closes.
// Other frames change with the protocol number only.
package local
