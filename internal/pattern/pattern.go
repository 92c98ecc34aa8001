// Package pattern holds regular expressions that are compiled when they are first
// used.
//
// A program that is started anew for every command would else compile, each time,
// hundreds that it does not need: those that read amendments and mails take longer
// than the rest of a short command. It promises that a pattern gives what the
// expression of package regexp gives, to any number of users at once, and that one
// that does not compile stops the program at its first use.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression in the syntax of package regexp.
type Pattern struct{ compiled func() *regexp.Regexp }

// New makes a pattern of its source.
func New(src string) *Pattern {
	return &Pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(src) })}
}

// Regexp is the compiled expression.
func (p *Pattern) Regexp() *regexp.Regexp { return p.compiled() }

// MatchString reports whether s holds a match.
func (p *Pattern) MatchString(s string) bool { return p.compiled().MatchString(s) }

// FindString is the first match in s, "" for none.
func (p *Pattern) FindString(s string) string { return p.compiled().FindString(s) }

// FindStringIndex says where the first match begins and ends, nil for none.
func (p *Pattern) FindStringIndex(s string) []int { return p.compiled().FindStringIndex(s) }

// FindStringSubmatch is the first match and its groups, nil for none.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

// FindStringSubmatchIndex says where the first match and its groups begin and end,
// nil for none.
func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	return p.compiled().FindStringSubmatchIndex(s)
}

// FindAllStringIndex says where the first n matches begin and end, all where n is
// negative.
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringIndex(s, n)
}

// FindAllStringSubmatchIndex is FindAllStringIndex with the groups.
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString puts with, in which $1 is a group, in the place of every match.
func (p *Pattern) ReplaceAllString(s, with string) string {
	return p.compiled().ReplaceAllString(s, with)
}

// ReplaceAllStringFunc puts what with gives in the place of every match.
func (p *Pattern) ReplaceAllStringFunc(s string, with func(string) string) string {
	return p.compiled().ReplaceAllStringFunc(s, with)
}
