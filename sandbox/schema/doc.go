// Package schema has the bodies that a bot sends to Discord: commands, messages,
// components, modals and responses to interactions, with the rules that Discord
// checks them by.
//
// A body is checked in two steps. A [Shape] checks the JSON as it was sent: types,
// lengths, which fields there are. Then the body is decoded, and methods such as
// [Command.Check] check what depends on several fields, such as a custom_id that
// occurs twice.
//
// Both report to a [Form]. It collects every error with its [Path] in the body
// and with Discord's error code, as Discord lists them under "Invalid Form Body",
// and also the fields that Discord would ignore. The shape functions (text, list,
// oneOf, ...) are in value.go.
//
// The rules come from https://discord.com/developers/docs. The package knows
// nothing about guilds, members or HTTP.
package schema
