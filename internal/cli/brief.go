package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nonpaper/internal/app"
	"nonpaper/internal/fault"
	"nonpaper/internal/ident"
	"nonpaper/internal/paper"
	"nonpaper/internal/room"
)

type briefCmd struct {
	acting
	Meeting string   `placeholder:"LABEL" help:"For this meeting: a pack for every party that takes part."`
	Room    string   `placeholder:"ROOM" help:"Where the meeting is kept; else the only room of the actor's that has it."`
	Party   []string `placeholder:"CODE,…" help:"For these parties only."`
	Output  string   `short:"o" placeholder:"FOLDER" help:"Write the packs into FOLDER: what goes to a party beside the folder secretariat, which stays. Else print them."`
	As      string   `placeholder:"FORMAT" help:"text, markdown, html or json; html into a folder, else text."`
	JSON    bool     `name:"json" help:"Short for --as json."`
	AsOf    string   `name:"as-of" placeholder:"TIME" help:"What stood at that time, by when it happened."`
	AsKnown string   `name:"as-known" placeholder:"TIME" help:"What stood at that time, by when it was entered."`
	Drafts  bool     `help:"With your own untabled drafts, in the secretariat's part. Nobody but you may read that part then."`
	DryRun  bool     `name:"dry-run" help:"Say what would be written, and write nothing."`
	Replace bool     `help:"Write over packs that are there."`
	Check   string   `placeholder:"FOLDER" help:"Say which packs in FOLDER no longer are as things stand, and why."`
}

// Help is what brief --help says beside its flags.
func (briefCmd) Help() string {
	return `A pack has two parts, on sheets and in files of their own. What a party may have is drawn from
the rooms that it is in with the mediator, and from nothing else: the text as it was given last, what
changed in it, what became of its proposals, its positions and linkages, what is asked of it. What the
secretariat keeps says who may read it. Words that have not been given yet are in no party's part: give
them first (nonpaper text circulate, nonpaper convey).
With --check: exit status 3 where a pack is stale, 0 where none is.`
}

// packsFile says beside the packs what they rest on.
const packsFile = "packs.json"

// secretariatFolder is where in a folder of packs stands what is not handed over.
const secretariatFolder = "secretariat"

// packsManifest says what packs were made of, so that it can be told when they are stale.
type packsManifest struct {
	Format  int           `json:"format"` // 1
	Process string        `json:"process"`
	Made    string        `json:"made"`
	Meeting string        `json:"meeting,omitempty"`
	Room    string        `json:"room,omitempty"`
	Drafts  bool          `json:"drafts,omitempty"`
	Packs   []packGrounds `json:"packs"`
}

type packGrounds struct {
	Party       string         `json:"party"`
	Files       []string       `json:"files"` // its own part, the secretariat's
	Theirs      []paper.Ground `json:"theirs"`
	Secretariat []paper.Ground `json:"secretariat"`
}

// packPapers are the two parts of a party's pack.
type packPapers struct {
	party  ident.Code
	theirs *paper.Paper
	kept   *paper.Paper
}

func (c *briefCmd) Run(p *program) error {
	if c.Check != "" {
		return c.check(p)
	}
	as, err := c.format()
	if err != nil {
		return err
	}
	s, err := c.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	at, err := (&reads{AsOf: c.AsOf, AsKnown: c.AsKnown}).asOf(p)
	if err != nil {
		return err
	}
	packs, list, err := c.papers(p, s, at)
	if err != nil {
		return err
	}
	if c.Output == "" && !c.DryRun {
		return c.print(p, packs, list, as)
	}
	return c.write(p, s, packs, list, as)
}

// format is the format of the parts.
func (c *briefCmd) format() (string, error) {
	as, err := outputFormat(c.As, c.JSON, "")
	switch {
	case err != nil:
		return "", err
	case as == "html" && c.Output == "" && !c.DryRun:
		return "", fault.Invalidf("pages go into a folder; nothing was written").WithHint("Add -o FOLDER")
	case c.As == "" && !c.JSON && (c.Output != "" || c.DryRun):
		return "html", nil
	}
	return as, nil
}

// papers draws up the packs and writes their parts as papers.
func (c *briefCmd) papers(p *program, s *session, at app.AsOf) (*app.Packs, []packPapers, error) {
	x := app.ToBrief{Room: c.Room, Drafts: c.Drafts}
	var err error
	if c.Meeting != "" {
		if x.Meeting, err = ident.ParseLabel(c.Meeting); err != nil {
			return nil, nil, fault.Invalidf("%w", err)
		}
	}
	for _, name := range commas(c.Party) {
		code, err := ident.ParseCode(strings.ToUpper(name))
		if err != nil {
			return nil, nil, fault.Invalidf("%w", err)
		}
		x.Parties = append(x.Parties, code)
	}
	packs, err := s.Brief(s.ctx, s.actor, x, at)
	if err != nil {
		return nil, nil, err
	}
	b := &briefer{numbers: byNumber{}, packs: packs, made: drawnUp(p, packs.Moment, at), notice: strings.TrimSpace(noticeLine(s)), wanted: map[*room.Item]string{}}
	out := make([]packPapers, len(packs.Packs))
	for i := range packs.Packs {
		k := &packs.Packs[i]
		out[i] = packPapers{k.Theirs.Party, b.theirs(&k.Theirs), b.kept(k)}
	}
	return packs, out, nil
}

// drawnUp says when a paper was drawn up, or as of when.
func drawnUp(p *program, moment int64, at app.AsOf) string {
	now := p.clock()
	if at != (app.AsOf{}) {
		return "As things stood " + time.UnixMicro(moment).In(now.Location()).Format("2 Jan 2006 15:04 -07:00") + "."
	}
	return "Drawn up " + now.Format("2 Jan 2006 15:04 -07:00") + "."
}

// print prints the packs: a form feed between two parts puts them on sheets of their own.
func (c *briefCmd) print(p *program, packs *app.Packs, list []packPapers, as string) error {
	if as == "json" {
		out, err := packsJSON(packs, list)
		if err != nil {
			return err
		}
		return p.write("", out)
	}
	var parts []string
	for _, x := range list {
		for _, part := range []*paper.Paper{x.theirs, x.kept} {
			src, err := writePaper(part, as, p.width(""))
			if err != nil {
				return err
			}
			parts = append(parts, string(src))
		}
	}
	between := "\n\f\n"
	if isTerminal(p.stdout) || p.columns > 0 {
		between = "\n" + strings.Repeat("═", 40) + "\n\n"
	}
	return p.write("", []byte(strings.Join(parts, between)))
}

func packsJSON(packs *app.Packs, list []packPapers) ([]byte, error) {
	type part struct {
		Party       string   `json:"party"`
		Theirs      paperOut `json:"theirs"`
		Secretariat paperOut `json:"secretariat"`
	}
	out := struct {
		Meeting string `json:"meeting,omitempty"`
		Packs   []part `json:"packs"`
	}{Packs: []part{}}
	if packs.Meeting != nil {
		out.Meeting = string(packs.Meeting.Label)
	}
	for _, x := range list {
		out.Packs = append(out.Packs, part{string(x.party), paperJSON(x.theirs), paperJSON(x.kept)})
	}
	return toJSON(out)
}

// endings are the endings of files in a format.
var endings = map[string]string{"html": ".html", "markdown": ".md", "json": ".json", "text": ".txt"}

// write writes the packs into a folder, or says what would be written.
func (c *briefCmd) write(p *program, s *session, packs *app.Packs, list []packPapers, as string) error {
	m := packsManifest{Format: 1, Process: s.About().Name, Made: p.clock().Format(time.RFC3339), Drafts: c.Drafts, Packs: []packGrounds{}}
	if packs.Meeting != nil {
		m.Meeting, m.Room = string(packs.Meeting.Label), packs.Meeting.Room.ID.String()
	}
	type file struct {
		name    string
		content []byte
	}
	var files []file
	var rows [][]string
	for _, x := range list {
		theirs, kept := string(x.party)+endings[as], secretariatFolder+"/"+string(x.party)+endings[as]
		m.Packs = append(m.Packs, packGrounds{string(x.party), []string{theirs, kept}, x.theirs.Grounds(), x.kept.Grounds()})
		if c.DryRun {
			rows = append(rows, []string{string(x.party), theirs, sayContents(x.theirs)}, []string{"", kept, sayContents(x.kept)})
			continue
		}
		for _, part := range []struct {
			name string
			of   *paper.Paper
		}{{theirs, x.theirs}, {kept, x.kept}} {
			src, err := writePaper(part.of, as, 0)
			if err != nil {
				return err
			}
			files = append(files, file{part.name, src})
		}
	}
	if c.DryRun {
		text := "Would be written:\n" + columns(rows) + "Nothing was written.\n"
		if !c.JSON {
			return p.write("", []byte(text))
		}
		out, err := packsJSON(packs, list)
		if err != nil {
			return err
		}
		return p.write("", out)
	}
	manifest, err := toJSON(m)
	if err != nil {
		return err
	}
	files = append([]file{{secretariatFolder + "/" + packsFile, manifest}}, files...)
	for i, f := range files {
		to := filepath.Join(c.Output, filepath.FromSlash(f.name))
		if err := p.newFile(to, f.content, c.Replace); err != nil {
			if errors.Is(err, fs.ErrExist) {
				err = fault.Invalidf("%s is there already, and nothing was written over", to).WithHint("%s", written(i)+" Name another folder, or add --replace.")
				return err
			}
			return fmt.Errorf("%s was not written: %w", to, err)
		}
	}
	p.say("Written to %s: for %s; what is kept stands in %s.", c.Output, strings.Join(partiesOf(list), ", "), filepath.Join(c.Output, secretariatFolder))
	return nil
}

func written(n int) string {
	if n == 0 {
		return "Nothing was written."
	}
	return plural(n, "file") + " had been written before."
}

func partiesOf(list []packPapers) (out []string) {
	for _, x := range list {
		out = append(out, string(x.party))
	}
	return out
}

// sayContents says in short what is in a part.
func sayContents(x *paper.Paper) string {
	var out []string
	for i := range x.Sections {
		s := &x.Sections[i]
		switch {
		case len(s.Rows) > 0:
			out = append(out, s.ID+" "+itoa(len(s.Rows)))
		case s.Text != nil:
			out = append(out, s.Text.Label)
		}
	}
	return strings.Join(out, ", ")
}

type staleOut struct {
	Party string        `json:"party"`
	Part  string        `json:"part"` // theirs, secretariat
	File  string        `json:"file"`
	Stale bool          `json:"stale"`
	Why   []paper.Drift `json:"why"`
}

// check says which packs are stale, and why.
func (c *briefCmd) check(p *program) error {
	name := filepath.Join(c.Check, secretariatFolder, packsFile)
	src, err := p.read(name)
	if err != nil {
		return err
	}
	var m packsManifest
	if err := json.Unmarshal(src, &m); err != nil || m.Format != 1 || len(m.Packs) == 0 {
		return fault.Invalidf("%s does not say what packs rest on: it was changed, or no packs were made there", name).WithHint("Make them again: nonpaper brief --meeting LABEL -o FOLDER")
	}
	s, err := c.open(p)
	if err != nil {
		return err
	}
	defer s.close()
	at, err := (&reads{AsOf: c.AsOf, AsKnown: c.AsKnown}).asOf(p)
	if err != nil {
		return err
	}
	again := briefCmd{Meeting: m.Meeting, Room: m.Room, Drafts: m.Drafts}
	for _, k := range m.Packs {
		again.Party = append(again.Party, k.Party)
	}
	_, list, err := again.papers(p, s, at)
	if err != nil {
		return err
	}
	out := []staleOut{}
	var text strings.Builder
	stale := false
	for _, k := range m.Packs {
		i := slices.IndexFunc(list, func(x packPapers) bool { return string(x.party) == k.Party })
		if i < 0 || len(k.Files) != 2 {
			return fault.Invalidf("%s does not say what packs rest on: it was changed", name).WithHint("Make them again: nonpaper brief --meeting LABEL -o FOLDER")
		}
		for _, part := range []struct {
			name, file string
			was        []paper.Ground
			is         *paper.Paper
		}{{"theirs", k.Files[0], k.Theirs, list[i].theirs}, {"secretariat", k.Files[1], k.Secretariat, list[i].kept}} {
			drifts := paper.Drifts(part.was, part.is.Grounds())
			out = append(out, staleOut{k.Party, part.name, part.file, len(drifts) > 0, append([]paper.Drift{}, drifts...)})
			if len(drifts) == 0 {
				text.WriteString(part.file + ": as things stand.\n")
				continue
			}
			stale = true
			text.WriteString(part.file + ": STALE\n" + sayDrifts(drifts))
		}
	}
	answer := []byte(text.String() + noticeLine(s))
	if c.JSON {
		if answer, err = toJSON(noticed(s, map[string]any{"made": m.Made, "meeting": m.Meeting, "parts": out})); err != nil {
			return err
		}
	}
	if err := p.write("", answer); err != nil {
		return err
	}
	if stale {
		return status(Differences)
	}
	return nil
}

// sayDrifts says what is no longer as it was, one line for each section and way.
func sayDrifts(list []paper.Drift) string {
	type key struct{ section, how string }
	var order []key
	of := map[key][]string{}
	for _, d := range list {
		k := key{d.Section, d.How}
		if of[k] == nil {
			order = append(order, k)
		}
		of[k] = append(of[k], onOneLine(d.Of))
	}
	const most = 8
	var rows [][]string
	for _, k := range order {
		what := of[k]
		if len(what) > most {
			what = append(slices.Clone(what[:most]), fmt.Sprintf("and %d more", len(what)-most))
		}
		rows = append(rows, []string{"  " + k.section, k.how, strings.Join(what, "; ")})
	}
	return columns(rows)
}

// newFile writes a file into a folder, which is made where it is not there; one that is
// there is replaced only where that is asked for.
func (p *program) newFile(name string, content []byte, replace bool) error {
	if p.makeFile == nil {
		return p.writeFile(name, content)
	}
	err := p.makeFile(name, content)
	if replace && errors.Is(err, fs.ErrExist) {
		return p.writeFile(name, content)
	}
	return err
}
