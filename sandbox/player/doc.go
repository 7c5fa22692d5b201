// Package player lets a person act in a sandbox by lines of text, and writes a
// transcript of what the members see.
//
// "민수: /check item:GIL" uses a command as the member 민수, "민수: press Undo"
// presses a button, "clock +1d" moves the sandbox's clock, "permit #공부방 -send"
// takes a permission from the bot. The line help lists them all, with examples
// that work. Scenario tests and the sandbox's terminal mode use this language.
//
// line.go and lexer.go parse a line, actions.go and server.go execute it, and
// transcript.go writes the result: message.go lays out messages and modals,
// markdown.go their text, and locale.go has the words of Discord's client in
// Korean and English.
//
// A script gives the same transcript, byte for byte, each time it is played.
package player
