// Package sandbox is a strict, in-memory Discord: guilds, channels and members,
// with the REST API (v9 and v10) and the gateway that a bot talks to. Package
// player lets people act in it by lines of text, package page does the same in
// a browser.
//
// A request that Discord's documentation forbids gets the error that Discord
// returns. Each such error is also kept as a line in [Discord.Faults], together
// with requests that Discord would accept but that are mistakes all the same,
// such as an unknown field. Where Discord fails without a documented reason, as it
// does for too much text, the reason is kept there. A test that ends without faults has shown that the
// bot follows the documentation.
//
// The sandbox is an independent reading of that documentation. It imports
// neither the rest of Dojang nor a Discord library. Package schema has the
// rules for request bodies. A bot reaches the sandbox over sockets
// ([Discord.ServeHTTP]) or within the process ([Discord.RoundTripper] for REST,
// [Discord.Deliver] for events). [Discord.Disturb] and [Gateway] reproduce
// network failures.
//
// There are two kinds of time. The [Clock] is Discord's. It stands still until
// it is moved, so the same actions always produce the same ids, tokens and
// timestamps. Real time comes from a function in [Options]. It measures what
// people wait for, such as the three seconds within which a bot must respond.
//
// A sandbox may run for weeks. It keeps all messages, but only the newest
// effects, interactions, files and records.
//
// It leaves out what the bot does not use: endpoints, embeds, voice, reactions,
// polls, stickers, webhooks other than those of interactions, and message
// events over the gateway. It never limits rates by itself; a test does so with
// [Discord.Disturb] and [RateLimited].
package sandbox
