// Package discord is the edge to Discord. It has the gateway and the HTTP endpoint
// through which interactions arrive, the REST client that answers them and posts
// digests, and the registration of commands.
//
// discordgo keeps the gateway session: it dials, shakes hands, identifies and sends
// heartbeats. It does so over a connection of ours (wire.go), because the released
// version deadlocks, loses sessions or panics on packets that Discord may send, and
// decodes every interaction three times.
//
// Interactions are answered by our own client (rest.go, answer.go). discordgo's client
// keeps a lock and a rate limit bucket for each interaction for ever.
package discord
