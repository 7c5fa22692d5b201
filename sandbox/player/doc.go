// Package player lets a person act in a sandbox by lines of text, and writes out
// what the members see.
//
// "민수: /check item:GIL" uses a command as the member 민수, "민수: press Undo" a
// button, "clock +1d" moves the sandbox's clock, "permit #공부방 -send" changes
// what the bot may do. The line help lists them all, by examples that work.
//
// line.go and lexer.go parse a line, actions.go and server.go carry it out, and
// transcript.go writes what came of it: message.go lays out messages and modals,
// markdown.go their text, locale.go the words of Discord's client in Korean and
// English. Scenario tests and the sandbox's terminal mode speak this language.
//
// A script gives the same transcript, byte for byte, each time it is played.
package player
