// Package schema has the request bodies that a bot sends to Discord (commands,
// messages, components, modals and responses to interactions), with the rules
// by which Discord validates them.
//
// A body is checked in two steps. A [Shape] checks the JSON as it was sent:
// types, lengths, and which fields there are. Then the body is decoded, and
// methods such as [Command.Check] check rules that concern several fields, such
// as that a custom_id occurs only once.
//
// Both report to a [Form]. It collects each error with its [Path] in the body
// and with Discord's error code, as Discord lists them under "Invalid Form
// Body", and also the fields that Discord would ignore. The shape functions
// (text, list, oneOf, ...) are in value.go.
//
// The rules come from https://discord.com/developers/docs. The package knows
// nothing about guilds, members or HTTP.
package schema
