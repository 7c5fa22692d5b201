// Package sandbox is a strict Discord on this machine: guilds, channels and
// members in memory, with the REST API (v9 and v10) and the gateway that a bot
// talks to. Package player lets people act in it by lines of text, package page
// does so in a browser.
//
// A request that Discord's documentation forbids gets the error that Discord
// gives. Each such error is also kept as a line in [Discord.Faults], together
// with requests that Discord would let pass but that are mistakes all the same:
// an unknown field, an unknown endpoint. A test that ends without faults has
// shown that the bot keeps to the documentation.
//
// The sandbox is an independent reading of that documentation. It imports
// neither the rest of Dojang nor a Discord library; package schema has the rules
// for the bodies of requests. A bot reaches it over sockets
// ([Discord.ServeHTTP]) or within the process ([Discord.RoundTripper] for REST,
// [Discord.Deliver] for events). [Discord.Disturb] and [Gateway] reproduce
// network failures.
//
// There are two kinds of time. The [Clock] is Discord's and stands still until
// it is moved, so the same actions always give the same ids, tokens and
// timestamps. Real time is a function in [Options]; it measures what people wait
// for, such as the three seconds within which a bot must respond.
//
// A sandbox may run for weeks. It keeps all messages, but only the newest
// effects, interactions, files and records.
//
// It leaves out what the bot does not use: endpoints, embeds, voice, reactions,
// polls, stickers, webhooks other than those of interactions, rate limits (a
// test makes them with [Discord.Disturb]), and message events over the gateway.
package sandbox
