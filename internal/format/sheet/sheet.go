// Package sheet writes workbooks (XLSX) that spreadsheet programs open.
//
// It promises that what is written as words is words and is never carried out, however
// it begins; that a workbook says nothing of who made it, when and with what; and that
// equal sheets give equal bytes. It refuses formulas, which no sheet of ours has.
package sheet

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Sheet is one sheet of a workbook. The first row is its head.
type Sheet struct {
	Name   string    // at most 31 characters, without : \ / ? * [ ]
	Widths []float64 // of the columns in characters; the last goes for those that follow
	Rows   [][]any   // string, int or float64; nil is an empty cell
}

// mostInCell is how many UTF-16 units a cell holds in Excel. Longer words are cut, and
// say so.
const mostInCell = 32767

const cutOff = " … [cut off: a cell holds no more]"

// Write writes a workbook of one sheet or more.
func Write(sheets []Sheet) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	words, err := f.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}) // 49: text
	if err != nil {
		return nil, err
	}
	number, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}})
	if err != nil {
		return nil, err
	}
	head, err := f.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return nil, err
	}
	for i, s := range sheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.Name)
		} else {
			_, err = f.NewSheet(s.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("sheet %q: %w", s.Name, err)
		}
		if err := fill(f, s, words, number, head); err != nil {
			return nil, fmt.Errorf("sheet %q: %w", s.Name, err)
		}
	}
	withoutOrigin(f)
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func fill(f *excelize.File, s Sheet, words, number, head int) error {
	columns := 0
	for r, row := range s.Rows {
		columns = max(columns, len(row))
		for c, v := range row {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				return err
			}
			style := number
			switch v := v.(type) {
			case nil:
				continue
			case string:
				style = words
				err = f.SetCellStr(s.Name, cell, escaped(fitting(v)))
			case int, float64:
				err = f.SetCellValue(s.Name, cell, v)
			default:
				err = fmt.Errorf("%s: a cell has words or a number, not %T", cell, v)
			}
			if err != nil {
				return err
			}
			if r == 0 {
				style = head
			}
			if err := f.SetCellStyle(s.Name, cell, cell, style); err != nil {
				return err
			}
		}
	}
	for c := range columns {
		if len(s.Widths) == 0 {
			break
		}
		name, err := excelize.ColumnNumberToName(c + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(s.Name, name, name, s.Widths[min(c, len(s.Widths)-1)]); err != nil {
			return err
		}
	}
	return f.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// fitting is words as a cell can hold them: without the signs that XML does not have,
// and no longer than a cell is.
func fitting(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff || r == utf8.RuneError {
			return '\u25a1'
		}
		return r
	}, s)
	n := 0
	for i, r := range s {
		if n++; r > 0xffff {
			n++
		}
		if n > mostInCell-len(cutOff) && len(s)-i > len(cutOff) {
			return s[:i] + cutOff
		}
	}
	return s
}

// escaped is words that read as a sign by its number, such as _x0041_, as words: a
// workbook has them with their first stroke by its number.
func escaped(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if len(s)-i >= 7 && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' && strings.Trim(s[i+2:i+6], "0123456789abcdefABCDEF") == "" {
			b.WriteString("_x005F")
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// withoutOrigin takes out what says who made a workbook, when and with what.
func withoutOrigin(f *excelize.File) {
	for _, part := range []string{"docProps/core.xml", "docProps/app.xml"} {
		f.Pkg.Delete(part)
		all := f.ContentTypes.Overrides
		for i := range all {
			if all[i].PartName == "/"+part {
				f.ContentTypes.Overrides = append(all[:i], all[i+1:]...)
				break
			}
		}
	}
	f.Relationships.Delete("_rels/.rels") // else it would be written from there
	f.Pkg.Store("_rels/.rels", []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`))
}
