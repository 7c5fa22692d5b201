// Package router is the framework under the commands. It finds the command,
// button or form that an interaction is for, reads its options and arguments by
// their declaration, checks what the declaration asks for, and runs the handler.
//
// A [Command] or [Action] declares who may use it, which group it is about and
// how the reply is acknowledged. Its handler gets a [Request] in which all of
// that holds, and returns a [Reply], which is data. It knows no session and
// sends nothing; the edge in package discord does.
//
// The [Router] also recovers panics, turns errors into replies, logs one line
// for each interaction, and starts over when the store finds that the guild has
// changed meanwhile.
package router
