// Package view makes everything that a person reads: the catalogues of texts in Korean and
// English, and the messages, modals and choices that use them.
//
// Its functions are pure: data in, a [Message] out. Text from users is passed to
// [Printer.T] as a plain string, which escapes it. Nothing that is made here can mention
// anyone.
package view
