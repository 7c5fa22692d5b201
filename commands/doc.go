// Package commands has the slash commands, one file each: definition, handler,
// completion, and the buttons and forms that belong to it.
//
// A handler gets a [Request] whose options were checked against the
// declaration, and returns a [Reply], which is data. It knows no session and
// sends nothing; the edge in package bot does. What it needs of the store it
// declares as a small interface beside it.
//
// The [Router] finds the handler, checks permission, recovers panics, logs one
// line for each interaction, and starts over when the store finds that the
// guild has changed meanwhile.
package commands
