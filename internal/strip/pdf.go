package strip

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Names of what is left in a PDF.
const (
	leftNotes   = "notes on the pages, with who made them and when"
	leftFiles   = "other files that are attached to it"
	leftScripts = "what it is to do when it is opened, or a field is filled in"
	leftForms   = "what was filled into its form"
)

const keptWhole = ": it is kept as it is, and whatever it says of its author, program and dates, and earlier states of it, are still in it; to be rid of them print it and scan it, or print it into a new PDF"

// pdf writes a PDF again: what is reached from its pages, without what it says of
// its author, program and dates (document information, XMP, data of the programs that
// made it), without earlier states, its JPEG pictures without their metadata. One
// that is signed, locked or cannot be taken apart is kept as it is, and that is said:
// a signature holds for the bytes as they are.
func pdf(src []byte) (clean []byte, left string, err error) {
	const tail = 2048
	if !bytes.Contains(src[max(0, len(src)-tail):], []byte("%%EOF")) {
		return nil, "", errCut
	}
	whole := func(why string) ([]byte, string, error) { return bytes.Clone(src), why + keptWhole, nil }
	defer func() { // of the reader, which reads what strangers wrote
		if recover() != nil {
			clean, left, err = whole("the PDF could not be taken apart")
		}
	}()
	found := map[string]bool{}
	clean, err = rewritten(src, found)
	var kept keptAsIs
	if errors.As(err, &kept) {
		return whole(string(kept))
	}
	if err != nil {
		return whole("the PDF could not be taken apart")
	}
	return clean, sayLeft(found, leftNotes, leftFiles, leftScripts, leftForms), nil
}

// keptAsIs is why a PDF is kept as it is.
type keptAsIs string

func (k keptAsIs) Error() string { return string(k) }

// mostObjects is one more than the greatest number of an object (ISO 32000-1, annex C).
const mostObjects = 1 << 23

// rewritten is a PDF without what it says of itself; found has what is left in it.
func rewritten(src []byte, found map[string]bool) ([]byte, error) {
	ctx, err := pdfcpu.Read(bytes.NewReader(src), pdfSettings())
	if err != nil {
		return nil, err
	}
	if ctx.Encrypt != nil {
		return nil, keptAsIs("the PDF is locked")
	}
	for _, e := range ctx.Table {
		if e == nil || e.Free {
			continue
		}
		cleanInside(e.Object, found)
		if s, is := e.Object.(types.StreamDict); is {
			cleanDict(s.Dict, found)
			cleanStream(&s)
			e.Object = s
		}
	}
	if found[signed] {
		return nil, keptAsIs("the PDF is signed, and would no longer be")
	}
	size := 1 // whatever it says itself
	for n := range ctx.Table {
		size = max(size, n+1)
	}
	if size > mostObjects {
		return nil, errors.New("its objects have numbers that no PDF has")
	}
	ctx.Size, ctx.ID, ctx.Info = &size, nil, nil
	var b bytes.Buffer
	ctx.Write.Writer = bufio.NewWriter(&b)
	if err := errors.Join(pdfcpu.WriteContext(ctx), ctx.Write.Flush()); err != nil {
		return nil, err
	}
	return assembled(ctx, b.Bytes())
}

// pdfSettings are those of a reader that keeps what it reads as it is and needs no
// folder of its own.
func pdfSettings() *model.Configuration {
	model.ConfigPath = "disable"
	c := model.NewDefaultConfiguration()
	c.ValidationMode = model.ValidationRelaxed
	c.Optimize, c.OptimizeBeforeWriting = false, false
	c.WriteObjectStream, c.WriteXRefStream = false, false // every object at a place of its own
	return c
}

const signed = "signature"

// cleanDict takes out of an object what it says of itself, and notes what is left.
func cleanDict(d types.Dict, left map[string]bool) {
	for _, key := range []string{"Metadata", "PieceInfo", "LastModified"} {
		delete(d, key)
	}
	if _, is := d["ByteRange"]; is {
		left[signed] = true
	}
	for key, what := range map[string]string{
		"EmbeddedFiles": leftFiles, "EF": leftFiles, "AF": leftFiles,
		"JavaScript": leftScripts, "JS": leftScripts, "AA": leftScripts,
		"AcroForm": leftForms,
	} {
		if _, is := d[key]; is {
			left[what] = true
		}
	}
	if kind := d.Subtype(); kind != nil && d["Rect"] != nil && !slices.Contains([]string{"Link", "Widget"}, *kind) {
		left[leftNotes] = true
	}
	for _, o := range d {
		cleanInside(o, left)
	}
}

// cleanInside cleans what stands inside of an object.
func cleanInside(o types.Object, left map[string]bool) {
	switch o := o.(type) {
	case types.Dict:
		cleanDict(o, left)
	case types.Array:
		for _, x := range o {
			cleanInside(x, left)
		}
	}
}

// cleanStream takes a JPEG picture out of its metadata.
func cleanStream(s *types.StreamDict) {
	if len(s.FilterPipeline) != 1 || s.FilterPipeline[0].Name != "DCTDecode" {
		return
	}
	picture, err := jpeg(s.Raw)
	if err != nil {
		return // it is shown by those who can read it
	}
	n := int64(len(picture))
	s.Raw, s.Content, s.StreamLength, s.StreamLengthObjNr = picture, nil, &n, nil
	s.Update("Length", types.Integer(n))
}

var errPlace = errors.New("an object is not where the writer says that it is")

// assembled puts the objects that were written into the order of their numbers, and
// leaves out what the writer said of itself and of the time.
func assembled(ctx *model.Context, written []byte) ([]byte, error) {
	table := ctx.Write.Table // where each object begins
	end := bytes.LastIndex(written, []byte("\nxref")) + 1
	if end == 0 || ctx.Root == nil {
		return nil, errPlace
	}
	begins := slices.Sorted(maps.Values(table))
	if len(begins) == 0 || begins[0] < 0 || begins[len(begins)-1] > int64(end) {
		return nil, errPlace
	}
	var b bytes.Buffer
	b.Write(written[:begins[0]])
	xref := []byte("xref\n0 1\n0000000000 65535 f \n")
	numbers := slices.Sorted(maps.Keys(table))
	if ctx.Info != nil {
		numbers = slices.DeleteFunc(numbers, func(n int) bool { return n == ctx.Info.ObjectNumber.Value() })
	}
	for i, n := range numbers {
		from, to := table[n], int64(end)
		if k, _ := slices.BinarySearch(begins, from); k+1 < len(begins) {
			to = begins[k+1]
		}
		var number, generation int
		if _, err := fmt.Sscanf(string(written[from:min(from+30, to)]), "%d %d obj", &number, &generation); err != nil || number != n {
			return nil, errPlace
		}
		if i == 0 || numbers[i-1] != n-1 {
			run := 1
			for i+run < len(numbers) && numbers[i+run] == n+run {
				run++
			}
			xref = fmt.Appendf(xref, "%d %d\n", n, run)
		}
		xref = fmt.Appendf(xref, "%010d %05d n \n", b.Len(), generation)
		b.Write(written[from:to])
	}
	start := b.Len()
	b.Write(xref)
	fmt.Fprintf(&b, "trailer\n<</Root %s/Size %d>>\nstartxref\n%d\n%%%%EOF\n", ctx.Root.PDFString(), numbers[len(numbers)-1]+1, start)
	return b.Bytes(), nil
}
