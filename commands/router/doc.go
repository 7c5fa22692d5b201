// Package router is the framework under the commands. It finds the command, button or form
// that an interaction is for, reads its options and arguments as declared, checks what the
// declaration requires, and runs the handler.
//
// A [Command] or [Action] declares who may use it, which group it is about and how the
// reply is acknowledged. Its handler gets a [Request] in which all of that holds, and
// returns a [Reply], which is data. It has no session and sends nothing; package discord
// does that.
//
// The [Router] also recovers panics, turns errors into replies, logs one line per
// interaction, and starts over if the store finds that the guild has changed.
package router
