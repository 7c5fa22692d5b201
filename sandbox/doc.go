// Package sandbox is a Discord on this machine: guilds, channels and members
// in memory, the REST API (v9 and v10) and the gateway that a bot talks to,
// and a [Player] in which a person acts as any of the members.
//
// It is strict. A request that Discord's documentation forbids gets the error
// that Discord gives, and every one of them is kept as a line in
// [Discord.Faults], next to what Discord would let pass but a careful bot does
// not do (an unknown field, an unknown endpoint). A test that ends with no
// faults has shown that the bot keeps to the documentation.
//
// It is an independent reading of that documentation and imports neither the
// rest of Dojang nor a Discord library. A bot reaches it over sockets
// ([Discord.ServeHTTP]) or within the process ([Discord.RoundTripper] for REST
// and [Discord.Deliver] for events). What goes wrong in a real network can be
// made to go wrong here ([Discord.Disturb], [Gateway]).
//
// Two times pass in it. The [Clock] is Discord's: it stands still until it is
// moved, so that the same acts give the same ids, tokens and timestamps. Real
// time, a function in [Options], measures what a person waits for: the three
// seconds within which an interaction is answered.
//
// It may run for weeks. Messages are the history and are all kept; of effects,
// interactions, files and records it keeps the newest. (Discord forgets an
// interaction after 15 minutes, which do not pass while the clock stands still.)
//
// It leaves out what the bot does not use: endpoints, embeds, voice, reactions,
// polls, stickers, webhooks other than those of interactions, rate limits (a
// test makes them with [Discord.Disturb]), and message events over the gateway.
package sandbox
