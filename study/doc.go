// Package study is the domain: groups and their members, checks, posts and stamps, weeks
// and boards, digests and their corrections. Package store stores it, view shows it,
// commands changes it, and scheduler posts its digests.
//
// The package is pure: it does no I/O, and time is an argument. A week belongs to a
// [Calendar], a list of rules that each hold from an instant on. Past weeks therefore keep
// their bounds when a group changes its settings.
package study
