// Package refusal has the error that is meant for a person: a stable code and its
// arguments, which the catalogues in package view turn into a sentence. Every layer may
// refuse, down to the parsing of a link, so this package depends on nothing. Any other
// error is a fault of the program.
package refusal
