// Package local has the place where a program that holds a process is reached.
package local
