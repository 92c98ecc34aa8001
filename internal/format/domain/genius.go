package domain

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"nonpaper/internal/bargain"
	"nonpaper/internal/fault"
)

// element is an XML element with its place.
type element struct {
	file  string
	line  int
	name  string
	attr  map[string]string
	inner []*element
}

func (e *element) wrong(format string, args ...any) error {
	return fault.Invalidf("%s:%d: "+format, append([]any{e.file, e.line}, args...)...)
}

// number reads an attribute.
func (e *element) number(key string) (x float64, ok bool, err error) {
	s, ok := e.attr[key]
	if !ok {
		return 0, false, nil
	}
	x, err = strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(x) || math.Abs(x) > 1e15 {
		return 0, true, e.wrong("%s of <%s> is %q, which is no number to calculate with", key, e.name, s)
	}
	return x, true, nil
}

func (e *element) whole(key string) (int, error) {
	x, ok, err := e.number(key)
	if err == nil && (!ok || x != math.Trunc(x) || math.Abs(x) > 1e12) {
		err = e.wrong("<%s> needs a whole number as %s", e.name, key)
	}
	return int(x), err
}

// find gathers all elements of a name below, not within one another.
func (e *element) find(name string) (out []*element) {
	for _, c := range e.inner {
		if c.name == name {
			out = append(out, c)
			continue
		}
		out = append(out, c.find(name)...)
	}
	return out
}

// all is find, within one another too.
func (e *element) all(name string) (out []*element) {
	for _, c := range e.inner {
		if c.name == name {
			out = append(out, c)
		}
		out = append(out, c.all(name)...)
	}
	return out
}

// maxElements bounds what is read of an XML file.
const maxElements = 500_000

func parseXML(file string, src []byte) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(src))
	root := &element{file: file}
	stack := []*element{root}
	for n := 0; ; {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, fault.Invalidf("%s cannot be read: %w", file, err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if n++; n > maxElements || len(stack) > 100 {
				return nil, fault.Invalidf("%s has more elements than a domain has", file)
			}
			line, _ := d.InputPos()
			e := &element{file: file, line: line, name: tok.Name.Local, attr: map[string]string{}}
			for _, a := range tok.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			top := stack[len(stack)-1]
			top.inner = append(top.inner, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

// genius reads a domain or a profile of GENIUS.
func (r *reader) genius(file string, src []byte) error {
	root, err := parseXML(file, src)
	if err != nil {
		return err
	}
	var issues []issue
	listed := root.find("issue")
	if len(listed) == 0 {
		return fault.Invalidf("%s names no issue", file).WithHint("A domain or a utility space of GENIUS is read.")
	}
	slices.SortStableFunc(listed, func(a, b *element) int {
		x, _ := strconv.Atoi(a.attr["index"])
		y, _ := strconv.Atoi(b.attr["index"])
		return x - y
	})
	worth := false
	for _, e := range listed {
		i, err := geniusIssue(e)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(issues, func(o issue) bool { return o.index == i.index }) {
			return e.wrong("there are two issues with the index %d", i.index)
		}
		issues = append(issues, i)
		worth = worth || slices.ContainsFunc(e.inner, func(c *element) bool { return c.name == "item" && c.attr["evaluation"] != "" })
	}
	rects := root.find("hyperRectangle")
	worth = worth || len(rects) > 0
	if !worth {
		r.of = file
		return nil // a domain: the profiles name issues and values themselves
	}
	p := profile{file: file}
	p.party.Name = strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	for _, e := range root.find("reservation") {
		x, ok, err := e.number("value")
		if err != nil {
			return err
		}
		if ok {
			p.party.Reservation = x
		}
	}
	if len(rects) > 0 {
		if err := geniusRects(root, rects, issues, &p.party); err != nil {
			return err
		}
	} else if err := r.geniusTables(root, listed, issues, &p.party); err != nil {
		return err
	}
	if err := r.take(file, issues, &p.party); err != nil {
		return err
	}
	r.agents = append(r.agents, p)
	return nil
}

func geniusIssue(e *element) (i issue, err error) {
	i.name = e.attr["name"]
	if i.index, err = e.whole("index"); err != nil {
		return i, err
	}
	const low = "lowerbound"
	if _, ok := e.attr[low]; !ok {
		for _, c := range e.inner {
			if c.name == "range" && c.attr[low] != "" {
				return geniusRange(c, e, i)
			}
		}
	} else {
		return geniusRange(e, e, i)
	}
	for _, c := range e.inner {
		if v := c.attr["value"]; c.name == "item" && !slices.Contains(i.values, v) {
			i.values = append(i.values, v) // of one that stands twice, the last evaluation counts
		}
	}
	if len(i.values) == 0 {
		return i, e.wrong("the issue %q has no values", i.name)
	}
	if len(i.values) > bargain.MaxVariants {
		return i, e.wrong("%d variants are more than the %d that are calculated with", len(i.values), bargain.MaxVariants)
	}
	return i, nil
}

func geniusRange(of, e *element, i issue) (issue, error) {
	lo, err := of.whole("lowerbound")
	if err != nil {
		return i, err
	}
	hi, err := of.whole("upperbound")
	if err != nil {
		return i, err
	}
	i.lo = lo
	i.values, err = span(lo, hi, e.wrong)
	return i, err
}

// geniusTables reads weights and evaluations: an evaluation counts by the highest
// of its issue.
func (r *reader) geniusTables(root *element, listed []*element, issues []issue, pt *bargain.Party) error {
	weights := map[int]float64{}
	sum := 0.0
	for _, w := range root.find("weight") {
		index, err := w.whole("index")
		if err != nil {
			return err
		}
		x, _, err := w.number("value")
		if err != nil {
			return err
		}
		weights[index] = x
		sum += x
	}
	for k, e := range listed {
		w, ok := weights[issues[k].index]
		if !ok {
			return e.wrong("the issue %q has no weight", issues[k].name)
		}
		row := make([]float64, len(issues[k].values))
		top, some := 0.0, false
		for _, c := range e.inner {
			if c.name != "item" {
				continue
			}
			x, ok, err := c.number("evaluation")
			if err != nil {
				return err
			}
			if !ok {
				return c.wrong("the value %q of %q has no evaluation", c.attr["value"], issues[k].name)
			}
			top = max(top, x)
			row[slices.Index(issues[k].values, c.attr["value"])] = x
			some = true
		}
		if !some {
			return e.wrong("evaluations of whole numbers by a function are not read (issue %q)", issues[k].name)
		}
		for a := range row {
			if top > 0 {
				row[a] = w * row[a] / top
			}
		}
		pt.Values = append(pt.Values, row)
	}
	if math.Abs(sum-1) > 0.005 {
		r.notes = append(r.notes, root.file+": the weights add up to "+short(sum)+", not to 1; they are taken as they are")
	}
	return nil
}

// geniusRects reads a utility that is a sum of hyper-rectangles.
func geniusRects(root *element, rects []*element, issues []issue, pt *bargain.Party) error {
	pt.Values = zeros(issues)
	most := 0.0
	for _, name := range []string{"utility_space", "utility", "ufun"} {
		for _, e := range root.all(name) {
			x, ok, err := e.number("maxutility")
			if err != nil {
				return err
			}
			if ok {
				most = x
			}
		}
	}
	for _, e := range rects {
		worth, ok, err := e.number("utility")
		if err != nil {
			return err
		}
		if !ok {
			return e.wrong("a hyper-rectangle has no utility")
		}
		t := bargain.Term{Value: worth}
		for _, c := range e.inner {
			if c.name != "INCLUDES" && c.name != "EXCLUDES" {
				return c.wrong("a condition is INCLUDES or EXCLUDES, not %q", c.name)
			}
			var at [3]int
			for k, key := range []string{"index", "min", "max"} {
				if at[k], err = c.whole(key); err != nil {
					return err
				}
			}
			cond, ok := bounds(issues, at[0], at[1], at[2], c.name == "INCLUDES")
			if !ok {
				return c.wrong("there is no issue with the index %d", at[0])
			}
			t.When = append(t.When, cond)
		}
		pt.Terms = append(pt.Terms, t)
	}
	if most <= 0 {
		return root.inner[0].wrong("the utility has no maxutility to be divided by")
	}
	for k := range pt.Terms {
		pt.Terms[k].Value /= most
	}
	pt.Cap = 1
	return nil
}
