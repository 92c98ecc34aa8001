// Package cli is the command line: it decodes arguments, calls the packages
// that do the work, and prints.
//
// It promises that results go to stdout and what is said to the person to
// stderr, that an error says what happened, what is safe and what to do, and
// that the exit status is one of the six below. It refuses to ask when it does
// not stand on a terminal.
package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"time"

	"nonpaper/internal/compile"
	"nonpaper/internal/fault"
	"nonpaper/internal/sqlite"
)

// Exit statuses.
const (
	Done         = 0
	Failed       = 1
	WrongUse     = 2
	Differences  = 3 // compare found some
	Conflict     = 4 // a person has to decide
	NotPermitted = 5
)

// status is an error that is a result: nothing went wrong, and the exit status
// says something.
type status int

func (s status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// program is what every command may use.
type program struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
	quiet          bool
	clock          func() time.Time
	rand           io.Reader

	held    *heldOpen // the process that this program holds open for others, nil for none
	dir     string    // the folder of a command that came over the socket, "" for our own
	columns int       // how wide its terminal is
	exit    int       // the status of a result that is no error and not Done either

	// What of the surroundings crosses the socket.
	readFile  func(name string, most int64) ([]byte, error)
	writeFile func(name string, content []byte) error
	makeFile  func(name string, content []byte) error // one that is not there yet, with its folder; else fs.ErrExist
	ask       func(question string) (string, error)
	askSecret func(question string) ([]byte, error)
}

// grammar is the whole command line.
type grammar struct {
	Quiet bool `short:"q" help:"Say nothing on stderr but errors."`

	Compile  compileCmd   `cmd:"" help:"Bring a base and the versions of parties into one bracketed text."`
	Project  projectCmd   `cmd:"" help:"Give one party's text back out of a compiled text."`
	Compare  compareCmd   `cmd:"" help:"Show what two texts differ in."`
	Print    printCmd     `cmd:"" help:"Print a bracketed text in another style."`
	Lint     lintCmd      `cmd:"" help:"Find the faults of a bracketed text, by line and column."`
	Refs     refsCmd      `cmd:"" help:"Find the references in a text, say what they name, and let them follow new numbers."`
	Stats    statsCmd     `cmd:"" help:"Count what is in brackets in a text, and what became of the brackets from version to version."`
	Demo     demoCmd      `cmd:"" help:"Replay an example, and print what its process holds: the 28-point draft of November 2025, or an invented one."`
	Packages packagesCmds `cmd:"" help:"Find the packages that everybody could sign."`

	New        newCmd         `cmd:"" group:"A process" help:"Start a process: one file with a desk and a drafting room."`
	Unlock     unlockCmd      `cmd:"" group:"A process" help:"Hold a process open, so that commands need no passphrase."`
	Lock       lockCmd        `cmd:"" group:"A process" help:"End the holding: the next command asks for the passphrase again."`
	Passphrase passphraseCmds `cmd:"" group:"A process" help:"The passphrase."`
	Backup     backupCmd      `cmd:"" group:"A process" help:"Copy a process while it is in use."`
	Restore    restoreCmd     `cmd:"" group:"A process" help:"Make a process from a backup."`
	Verify     verifyCmd      `cmd:"" group:"A process" help:"Check every stored record."`
	Doctor     doctorCmd      `cmd:"" group:"A process" help:"What the program finds here, and where each setting comes from."`

	Party     partyCmds     `cmd:"" group:"People and rooms" help:"Parties."`
	Person    personCmds    `cmd:"" group:"People and rooms" help:"People."`
	Authority authorityCmds `cmd:"" group:"People and rooms" help:"What representatives may bind."`
	Room      roomCmds      `cmd:"" group:"People and rooms" help:"Rooms."`
	Note      noteCmd       `cmd:"" group:"People and rooms" help:"Make a note in a room."`
	Give      giveCmd       `cmd:"" group:"People and rooms" help:"Hand a text or a note across to another process, as a plain file."`
	Take      takeCmd       `cmd:"" group:"People and rooms" help:"Take in what a delegation sent: a mail, a message, a file handed across."`

	Instrument instrumentCmds `cmd:"" group:"Text" help:"Instruments."`
	Text       textCmds       `cmd:"" group:"Text" help:"Texts."`
	Point      pointCmds      `cmd:"" group:"Text" help:"Points of the working text."`
	Draft      draftCmds      `cmd:"" group:"Text" help:"Untabled drafts, in their author's own log."`

	Propose     proposeCmd      `cmd:"" group:"What parties give" help:"Record a party's proposal."`
	Position    positionCmd     `cmd:"" group:"What parties give" help:"Record a party's position on a point or a proposal."`
	Concern     concernCmd      `cmd:"" group:"What parties give" help:"Record a concern."`
	Reply       replyCmd        `cmd:"" group:"What parties give" help:"Record a party's reply to a proposal, or to a numbered change of it."`
	Replies     repliesCmd      `cmd:"" group:"What parties give" help:"Replies."`
	Signal      signalCmd       `cmd:"" group:"What parties give" help:"Record an indication about prospects that is no position."`
	Signals     signalsCmd      `cmd:"" group:"What parties give" help:"Signals."`
	Attach      attachCmd       `cmd:"" group:"What parties give" help:"Attach a scan, photo, letter or map, without its metadata."`
	Attachment  attachmentCmds  `cmd:"" group:"What parties give" help:"What was attached."`
	Floor       floorCmd        `cmd:"" group:"What parties give" help:"Record a change from the floor, in one line."`
	Undo        undoCmd         `cmd:"" group:"What parties give" help:"Take back what was recorded last as given by a party."`
	Terms       termsCmds       `cmd:"" group:"What parties give" help:"On what terms things were given."`
	Item        itemCmds        `cmd:"" group:"What parties give" help:"What became of something that was given."`
	Proposals   proposalsCmd    `cmd:"" group:"What parties give" help:"Proposals, and how they stand."`
	Positions   positionsCmd    `cmd:"" group:"What parties give" help:"Positions."`
	Concerns    concernsCmd     `cmd:"" group:"What parties give" help:"Concerns."`
	Show        showCmd         `cmd:"" group:"What parties give" help:"The working text with what the parties propose, and who wants what."`
	Linkage     linkageCmds     `cmd:"" group:"What parties give" help:"On what parties make their word on points depend."`
	Linkages    linkagesCmd     `cmd:"" group:"What parties give" help:"Whether every linkage holds, by which words, and which go round in a circle."`
	WhatIf      whatIfCmd       `cmd:"" group:"What parties give" help:"What falls if one point falls."`
	Expect      expectCmd       `cmd:"" group:"What parties give" help:"Record what somebody expects a party's position to be."`
	Expectation expectationCmds `cmd:"" group:"What parties give" help:"What was recorded of expectations."`
	Heard       heardCmd        `cmd:"" group:"What parties give" help:"What became of every concern and proposal, and who was neither consulted nor informed."`

	Carry     carryCmd     `cmd:"" group:"When the words change" help:"Carry proposals over to words that have changed since they were made."`
	Conflicts conflictsCmd `cmd:"" group:"When the words change" help:"Proposals that cannot be carried over word by word, with both wordings."`
	Merge     mergeCmd     `cmd:"" group:"When the words change" help:"Make consensual changes the text's own, and carry the others over."`

	Settle  settleCmd  `cmd:"" group:"What is agreed" help:"Settle a bracket: choose, bridge, retain, or leave it to the principals."`
	Agree   agreeCmd   `cmd:"" group:"What is agreed" help:"Record what parties say of points at the table, bound to their exact words."`
	Confirm confirmCmd `cmd:"" group:"What is agreed" help:"Record that a party confirms what it agreed ad referendum."`
	Reopen  reopenCmd  `cmd:"" group:"What is agreed" help:"Open a point again on which something was agreed."`
	Status  statusCmd  `cmd:"" group:"What is agreed" help:"How every point stands."`
	Waiting waitingCmd `cmd:"" group:"What is agreed" help:"Who owes what."`

	Overview overviewCmd `cmd:"" group:"What is agreed" help:"Where the parties stand on every point, and what stands around that."`
	Morning  morningCmd  `cmd:"" group:"What is agreed" help:"The sheet for the morning, on one page: what happened overnight, who owes what, the next 24 hours, the press."`
	Progress progressCmd `cmd:"" group:"What is agreed" help:"How many brackets stood in each text, and how the points stood week by week."`
	Road     roadCmd     `cmd:"" group:"What is agreed" help:"The road to the deadline: what has a date, and what stands in the way."`

	Fate    fateCmd     `cmd:"" group:"What is agreed" help:"What became of proposals and concerns."`
	Silence silenceCmds `cmd:"" group:"What is agreed" help:"Silence procedures."`

	Understanding understandingCmds `cmd:"" group:"What is agreed" help:"Side understandings and letters on points."`
	Closing       closingCmd        `cmd:"" group:"What is agreed" help:"What is missing before an instrument can close, from whom, under which authority."`
	Close         closeCmd          `cmd:"" group:"What is agreed" help:"Close an instrument in which everything is agreed."`

	Meeting  meetingCmds  `cmd:"" group:"Meetings" help:"Meetings, and what is no meeting: disclosures, statements, deadlines."`
	Meetings meetingsCmd  `cmd:"" group:"Meetings" help:"What is to come, what was, and what did not take place; with the deadlines."`
	Deadline deadlineCmds `cmd:"" group:"Meetings" help:"What is to be done, by whom, and by when."`
	Calendar calendarCmd  `cmd:"" group:"Meetings" help:"A person's meetings and deadlines as a calendar file."`
	Pen      penCmds      `cmd:"" group:"Meetings" help:"Who drafts what."`
	Brief    briefCmd     `cmd:"" group:"Meetings" help:"Briefing packs: for every party of a meeting what it may have, and apart what the secretariat keeps."`
	RunSheet runSheetCmd  `cmd:"" name:"run-sheet" group:"Meetings" help:"How a meeting is to run: its points with papers, brackets and what is to be decided."`

	Convey       conveyCmd       `cmd:"" group:"Who was given which words" help:"Take words from the drafting room into others."`
	Copy         copyCmds        `cmd:"" group:"Who was given which words" help:"Numbered copies."`
	Ledger       ledgerCmd       `cmd:"" group:"Who was given which words" help:"Who was given what, when, how, by whom."`
	WhoKnows     whoKnowsCmd     `cmd:"" group:"Who was given which words" help:"Who knows a point: which words or what level, since when, how, from whom."`
	ChangedSince changedSinceCmd `cmd:"" group:"Who was given which words" help:"What changed since a party was given the text last."`
	GivenAll     givenAllCmd     `cmd:"" group:"Who was given which words" help:"Who had been given all of a set of points, by a date."`
	Treatment    treatmentCmd    `cmd:"" group:"Who was given which words" help:"Equal treatment: who was given what, when, in which order, and with whom we met."`
	Know         knowCmd         `cmd:"" group:"Who was given which words" help:"Record what is reported of somebody's knowledge."`

	Principle  principleCmds `cmd:"" group:"Around the text" help:"Earlier understandings from which points are said to derive."`
	Principles principlesCmd `cmd:"" group:"Around the text" help:"Principles, points without a basis, principles without a point."`
	Issue      issueCmds     `cmd:"" group:"Around the text" help:"Contentious subjects."`
	Issues     issuesCmd     `cmd:"" group:"Around the text" help:"Issues, and how the text deals with them."`
	Bind       bindCmd       `cmd:"" group:"Around the text" help:"Record whom points oblige or task."`
	Bound      boundCmd      `cmd:"" group:"Around the text" help:"Who is bound, and whether they were consulted or informed."`
	Press      pressCmds     `cmd:"" group:"Around the text" help:"What is said outside."`
	Lines      linesCmds     `cmd:"" group:"Around the text" help:"Lines to take."`

	Record recordCmd `cmd:"" group:"Record" help:"The record of a room."`
	Blame  blameCmd  `cmd:"" group:"Record" help:"Which act brought a point or a phrase its words."`
	Find   findCmd   `cmd:"" group:"Record" help:"Search the rooms that somebody may read."`
	Forget forgetCmd `cmd:"" group:"Record" help:"Destroy the bodies of entries, with a certificate."`

	Version versionCmd `cmd:"" help:"Print the version."`
}

const description = "One negotiating text, many versions: nonpaper shows in one bracketed text exactly who wants what."

// Main runs the program and returns its exit status.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // whoever breaks off a second time is not waited for
	p := &program{ctx: ctx, stdin: stdin, stdout: ontoTerminal(stdout), stderr: ontoTerminal(stderr), clock: time.Now, rand: rand.Reader, readFile: readHere}
	p.writeFile = func(name string, content []byte) error { return replaceFile(name, content, ofFiles) }
	p.makeFile = makeHere
	p.ask, p.askSecret = p.askHere, p.secretHere
	return p.run(args)
}

// run carries one command out.
func (p *program) run(args []string) (exit int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(p.stderr, "nonpaper: a fault of the program: %v\nYour files were only read, and no half act was recorded. Please report this with the lines below.\n%s", r, debug.Stack())
			exit = Failed
		}
	}()
	args = asAsked(args)
	x, err := parserFor(args, p.stdout, p.stderr)
	if err != nil {
		return p.fail(err)
	}
	ctx, err := x.kong.Parse(args)
	if x.left { // help was asked for
		exit = x.exit
		x.done()
		return exit
	}
	if err != nil {
		defer x.done()
		return p.wrongUse(err, args)
	}
	p.quiet = x.grammar.Elem().FieldByName("Quiet").Bool()
	err = ctx.Run(p)
	x.done() // of a command that panicked there is no telling what it left
	if f, held := errors.AsType[*forward](err); held && p.held == nil {
		return p.reach(f, args)
	}
	if err != nil {
		return p.fail(err)
	}
	return p.exit
}

// fail prints an error and gives its exit status.
func (p *program) fail(err error) int {
	if s, ok := errors.AsType[status](err); ok {
		return int(s)
	}
	if errors.Is(err, context.Canceled) {
		err = fault.Unavailablef("broken off").WithHint("What was to be recorded is there whole or not at all: nonpaper record shows it.")
	}
	fmt.Fprintf(p.stderr, "nonpaper: %s\n", shortened(err.Error()))
	if hint := fault.HintOf(err); hint != "" {
		fmt.Fprintln(p.stderr, shortened(hint))
	}
	if _, lost := errors.AsType[*compile.Lost](err); lost {
		fmt.Fprintln(p.stderr, "This is a fault of the program. Your files were only read. Please report it with the files, if you may.")
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return WrongUse
	case fault.Conflict:
		return Conflict
	case fault.Forbidden:
		return NotPermitted
	}
	return Failed
}

// shortened leaves out the middle of an error that repeats what somebody typed or
// pasted at great length: its end says what is safe.
func shortened(said string) string {
	const most, tail = 2000, 500
	signs := []rune(said)
	if len(signs) <= most {
		return said
	}
	return string(signs[:most-tail]) + " … " + string(signs[len(signs)-tail:])
}

// say tells the person something that is no result.
func (p *program) say(format string, args ...any) {
	if !p.quiet {
		fmt.Fprintf(p.stderr, format+"\n", args...)
	}
}

// write puts a result to stdout, or whole and at once to a file.
func (p *program) write(to string, result []byte) error {
	if to == "" || to == "-" {
		_, err := p.stdout.Write(result)
		return err
	}
	if err := p.writeFile(to, result); err != nil {
		return fmt.Errorf("%s was not written: %w", to, err)
	}
	p.say("Written to %s", to)
	return nil
}

// Modes of the files that are written.
const (
	ofFiles   = 0o666 // less what the person's umask takes away
	ofProcess = 0o600
)

// replaceFile writes a file so that at every moment either the old or the new
// one is there whole.
//
// What comes from a process is for whoever runs the command alone; what was made
// of files has the mode that files have here.
func replaceFile(name string, content []byte, mode fs.FileMode) error {
	if sqlite.Keeps(name) {
		return fault.Invalidf("a process is kept there, and it was not touched").WithHint("Write to a file of another name.")
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return errors.New("it is a folder")
		}
		return os.WriteFile(name, content, mode) // a device or a pipe
	}
	tmp := name + ".part"
	os.Remove(tmp) // one that was left there would keep its own mode
	if err := os.WriteFile(tmp, content, mode); err != nil {
		os.Remove(tmp)
		return err
	}
	if err := os.Rename(tmp, name); err != nil {
		os.Remove(tmp)
		return err
	}
	return nil
}
