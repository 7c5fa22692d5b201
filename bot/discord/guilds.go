package discord

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/view"
)

// intentGuilds subscribes to events about the servers that the bot is in.
// See https://discord.com/developers/docs/events/gateway#gateway-intents.
const intentGuilds = 1 << 0

// membership is the set of servers that the bot is in: those in the session's READY,
// and those that it was added to since.
type membership map[string]bool

// reset replaces the set with the servers of a READY.
func (m membership) reset(guilds []guild) {
	clear(m)
	for _, g := range guilds {
		m[g.ID] = true
	}
}

// apply updates the set for a GUILD_CREATE or GUILD_DELETE. It reports whether the bot
// was added to the server or removed from it. Most of these events mean neither:
// Discord sends each server once after READY, and again after an outage.
// See https://discord.com/developers/docs/events/gateway-events#guild-create.
func (m membership) apply(event string, data json.RawMessage) bool {
	var g guild
	if json.Unmarshal(data, &g) != nil || g.ID == "" || g.Unavailable {
		return false
	}
	in := event == "GUILD_CREATE"
	if m[g.ID] == in {
		return false
	}
	if in {
		m[g.ID] = true
	} else {
		delete(m, g.ID)
	}
	return true
}

// guild has the fields of a server that are needed to follow membership. Unavailable
// means an outage.
type guild struct {
	ID          string `json:"id"`
	Unavailable bool   `json:"unavailable"`
}

// Presence is notified when the bot is added to a server or removed from one; a
// [scheduler.Scheduler] is one.
type Presence interface {
	BotAdded(ctx context.Context, guild string) error
	BotRemoved(ctx context.Context, guild string) error
}

// Guilds handles servers that the bot is added to or removed from. When it is added, it
// posts a greeting once, if there is a channel in which it may write.
type Guilds struct {
	client   *Client
	presence Presence
	mentions func() map[string]string
	log      *slog.Logger
	inflight inflight
}

// NewGuilds makes a Guilds. mentions returns the ids of the registered commands by
// name.
func NewGuilds(client *Client, presence Presence, mentions func() map[string]string, log *slog.Logger) *Guilds {
	return &Guilds{client: client, presence: presence, mentions: mentions, log: log}
}

// Wait waits until no event is being handled or the context ends.
func (g *Guilds) Wait(ctx context.Context) error { return g.inflight.wait(ctx) }

// guildTimeout limits the time of handling one event.
const guildTimeout = 2 * time.Minute

// take handles a GUILD_CREATE or GUILD_DELETE of a server that the bot was added to or
// removed from, in a goroutine of its own.
func (g *Guilds) take(ctx context.Context, event string, data []byte) {
	g.inflight.begin()
	go func() {
		defer g.inflight.end()
		ctx, cancel := context.WithTimeout(ctx, guildTimeout)
		defer cancel()
		var j joinedGuild
		err := json.Unmarshal(data, &j)
		switch {
		case err != nil:
		case event == "GUILD_CREATE":
			err = errors.Join(g.presence.BotAdded(ctx, j.ID), g.greet(ctx, &j))
		default:
			err = g.removed(ctx, j.ID)
		}
		if err != nil {
			g.log.Warn("gateway: "+event, "guild", j.ID, "error", err)
		}
	}()
}

// joinedGuild has the fields that Dojang reads of a server that the bot was added to.
type joinedGuild struct {
	ID       string          `json:"id"`
	At       string          `json:"joined_at"`
	Locale   string          `json:"preferred_locale"`
	System   string          `json:"system_channel_id"`
	Roles    []role          `json:"roles"`
	Channels []listedChannel `json:"channels"`
	Members  []struct {
		User struct {
			ID string `json:"id"`
		} `json:"user"`
		Roles []string `json:"roles"`
	} `json:"members"`
}

// listedChannel is a channel in a server's list.
type listedChannel struct {
	channel
	ID       string `json:"id"`
	Position int    `json:"position"`
}

// removed records that the bot was removed from the server, unless Discord says that it
// is there: events are handled concurrently, and the bot may have been added again.
func (g *Guilds) removed(ctx context.Context, guild string) error {
	removed, err := NewPoster(g.client).IsBotRemoved(ctx, guild)
	if err != nil || !removed {
		return err
	}
	return g.presence.BotRemoved(ctx, guild)
}

// errNowhere means that the bot may not write in any channel.
var errNowhere = errors.New("no greeting: the bot may write in no channel")

// greet posts the greeting. If several processes handle the same event, they post one
// message, because the nonce is the same.
func (g *Guilds) greet(ctx context.Context, j *joinedGuild) error {
	var self struct {
		ID string `json:"id"`
	}
	if _, err := g.client.botRequest(ctx, "GET", "/users/@me", nil, &self, true); err != nil {
		return err
	}
	channel := j.channel(self.ID)
	if channel == "" {
		return errNowhere
	}
	p := view.In(view.LangOf(j.Locale))
	p.Commands = g.mentions()
	body, err := p.Greeting().JSON(0)
	if err != nil {
		return err
	}
	_, err = NewPoster(g.client).Post(ctx, channel, body, j.nonce())
	return err
}

// nonce is the same in all processes for this arrival of the bot.
func (j *joinedGuild) nonce() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{"greeting", j.ID, j.At}, "/")))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:25]
}

// channel returns the channel to greet in: the one for Discord's own greetings if the
// bot may write there, and otherwise the first text channel in which it may; "" if
// there is none.
func (j *joinedGuild) channel(self string) string {
	var roleIDs []string
	for _, m := range j.Members {
		if m.User.ID == self {
			roleIDs = m.Roles
		}
	}
	const needed = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages
	channels := slices.DeleteFunc(slices.Clone(j.Channels), func(c listedChannel) bool {
		return c.Type != discordgo.ChannelTypeGuildText || permissionsIn(j.ID, self, roleIDs, j.Roles, c.Overwrites)&needed != needed
	})
	if len(channels) == 0 {
		return ""
	}
	first := func(c listedChannel) bool { return c.ID == j.System }
	if i := slices.IndexFunc(channels, first); i >= 0 {
		return channels[i].ID
	}
	return slices.MinFunc(channels, func(a, b listedChannel) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	}).ID
}
