// Package commands has the slash commands, one per file: the definition, what has to hold
// before it runs, the handler, the completion, and the buttons and forms that belong to it.
// [All] lists them.
//
// A handler gets a [router.Request] whose options, group and permissions were checked
// against the command's declaration, and returns a [router.Reply]. The framework is in
// package router. Options that several commands share are in package option.
package commands
