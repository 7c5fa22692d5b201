// Package study is the domain: groups and their members, checks, posts and
// stamps, weeks and boards, digests and their corrections. Other packages
// store it (store), show it (view), act on it (commands) and keep its time
// (scheduler).
//
// It is pure. Time comes in as an argument, and nothing here reads or writes
// anything. A week belongs to a [Calendar]: a list of rules, each from an
// instant on, so that past weeks keep their bounds when a group changes its
// settings.
package study
