// Package commands has the slash commands, one file each: definition, what has
// to hold before it runs, handler, completion, and the buttons and forms that
// belong to it. [All] lists them.
//
// A handler gets a [router.Request] in which the options, the group and the
// rights that the command declares were checked, and returns a [router.Reply].
// The framework is in package router, the options that several commands share
// are in package option.
package commands
