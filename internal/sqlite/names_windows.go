package sqlite

// oneName has nothing to refuse here: a file that is open cannot be renamed.
func oneName(string) error { return nil }
