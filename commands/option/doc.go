// Package option has the options that several commands share: what each
// declares, what it offers while it is typed, and what it means.
package option
