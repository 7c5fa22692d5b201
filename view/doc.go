// Package view makes everything that a person reads: the catalogues of texts
// in Korean and English, and the messages, modals and choices made of them.
//
// Its functions are pure: data in, a [Message] out. Whatever a user typed goes
// through [Printer.T] as a plain string and is escaped there; nothing that is
// made here can mention anyone.
package view
