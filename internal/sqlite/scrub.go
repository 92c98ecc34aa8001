package sqlite

import (
	"encoding/binary"
	"errors"
)

// What SQLite's secure_delete overwrites is what it deletes. Where a page is
// split or joined with another, cells are copied to other pages and the old
// bytes stay in the gap between the page's pointers and its cells (rebuildPage in
// SQLite's btree.c): a body that is destroyed later lies there still, and its
// key (TestDestroyedIsGone shows it without this). So the gaps of all pages are
// overwritten within the transaction that destroys.
//
// The page format is SQLite's file format, section 1.6: the kind of page in its
// first byte (behind the file's header, on page 1), the number of cells at 3, the
// beginning of the cells at 5 (0 means 65536), then the pointers, two bytes each.
// Overflow and free pages begin with a page number, whose first byte is 0 below
// page 2^24; they hold no gaps (what is freed is overwritten by SQLite).

// most is the number of pages up to which the first byte tells the kind.
const most = 1 << 24

// scrub overwrites the gaps. It runs inside the writer's transaction.
func (l *Log) scrub() error {
	pages, err := number(l.writer, "PRAGMA page_count")
	if err != nil {
		return err
	}
	if pages >= most {
		return errors.New("the file is too large to destroy anything in it")
	}
	type page struct {
		no   int64
		data []byte
	}
	var unclean []page
	buf := make([]byte, 64<<10)
	read := l.writer.Prep("SELECT pgno, data FROM sqlite_dbpage")
	defer read.Reset()
	for {
		row, err := read.Step()
		if err != nil {
			return err
		}
		if !row {
			break
		}
		no, data := read.ColumnInt64(0), buf[:read.ColumnBytes(1, buf)]
		if gap := gapOf(no, data); !allZero(gap) {
			clear(gap)
			unclean = append(unclean, page{no, append([]byte{}, data...)})
		}
	}
	write := l.writer.Prep("UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?")
	for _, p := range unclean {
		write.BindBytes(1, p.data)
		write.BindInt64(2, p.no)
		if err := step(write); err != nil {
			return err
		}
	}
	return nil
}

// gapOf is the part of a b-tree's page that holds nothing; empty where the page
// is of another kind, or not as it should be.
func gapOf(no int64, data []byte) []byte {
	at := 0
	if no == 1 {
		at = 100
	}
	if len(data) < at+12 {
		return nil
	}
	from := at + 8
	switch data[at] {
	case 2, 5: // interior, of an index or a table: a page number more
		from += 4
	case 10, 13: // leaves
	default:
		return nil
	}
	from += 2 * int(binary.BigEndian.Uint16(data[at+3:]))
	to := int(binary.BigEndian.Uint16(data[at+5:]))
	if to == 0 {
		to = 1 << 16
	}
	if from > to || to > len(data) {
		return nil
	}
	return data[from:to]
}

func allZero(b []byte) bool {
	for len(b) >= 8 {
		if binary.NativeEndian.Uint64(b) != 0 {
			return false
		}
		b = b[8:]
	}
	for _, x := range b {
		if x != 0 {
			return false
		}
	}
	return true
}
