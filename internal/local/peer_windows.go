package local

import "io/fs"

// ours: the cache folder is the user's own profile.
func ours(fs.FileInfo) bool { return true }
