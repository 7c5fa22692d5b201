// Package option has the options that several commands share: their declarations, their
// completions, and the functions that interpret their values.
package option
