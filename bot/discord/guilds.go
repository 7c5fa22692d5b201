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

// intentGuilds asks the gateway for the servers that the bot is in.
// See https://discord.com/developers/docs/events/gateway#gateway-intents.
const intentGuilds = 1 << 0

// membership is which servers a session's bot is in: those of its READY, and
// those that it was added to since.
type membership map[string]bool

// read takes over the servers of a READY.
func (m membership) reset(guilds []guild) {
	clear(m)
	for _, g := range guilds {
		m[g.ID] = true
	}
}

// changed takes a GUILD_CREATE or GUILD_DELETE and reports whether the bot was
// added to the server or removed from it. Of most of these events it was not:
// each server is sent once after READY, and again after an outage.
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

// guild is what tells servers apart, and that one is away for now.
type guild struct {
	ID          string `json:"id"`
	Unavailable bool   `json:"unavailable"`
}

// Presence is told where the bot is and where it is not any more; a
// [scheduler.Scheduler] is one.
type Presence interface {
	BotAdded(ctx context.Context, guild string) error
	BotRemoved(ctx context.Context, guild string) error
}

// Guilds does what there is to do when the bot is added to a server, where it
// greets, once, if it may write anywhere, or removed from one.
type Guilds struct {
	client   *Client
	presence Presence
	mentions func() map[string]string
	log      *slog.Logger
	inflight inflight
}

// NewGuilds makes a Guilds. mentions are the ids of the registered commands by
// name.
func NewGuilds(client *Client, presence Presence, mentions func() map[string]string, log *slog.Logger) *Guilds {
	return &Guilds{client: client, presence: presence, mentions: mentions, log: log}
}

// Wait returns when nothing is under way, or the context ends.
func (g *Guilds) Wait(ctx context.Context) error { return g.inflight.wait(ctx) }

// guildWithin bounds what is done for one server.
const guildWithin = 2 * time.Minute

// take takes a GUILD_CREATE or GUILD_DELETE of a server that the bot was added
// to or removed from, in a goroutine of its own.
func (g *Guilds) take(ctx context.Context, event string, data []byte) {
	g.inflight.begin()
	go func() {
		defer g.inflight.end()
		ctx, cancel := context.WithTimeout(ctx, guildWithin)
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

// joined is a server that the bot was added to: the parts that Dojang reads.
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

// placed is a channel in its server's list.
type listedChannel struct {
	channel
	ID       string `json:"id"`
	Position int    `json:"position"`
}

// removed notes that the bot was removed from the server, if it has not been
// added again meanwhile: each event is taken by itself.
func (g *Guilds) removed(ctx context.Context, guild string) error {
	removed, err := NewPoster(g.client).IsBotRemoved(ctx, guild)
	if err != nil || !removed {
		return err
	}
	return g.presence.BotRemoved(ctx, guild)
}

// errNowhere means that there is no channel in which the bot may write.
var errNowhere = errors.New("no greeting: the bot may write in no channel")

// greet posts the greeting. Several bots that are told of the same server make
// one message of it, by the nonce.
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

// nonce is the same for everybody who greets for this arrival of the bot.
func (j *joinedGuild) nonce() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{"greeting", j.ID, j.At}, "/")))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:25]
}

// channel returns where the bot may write: in the channel in which Discord
// itself greets, else in the first text channel; "" for nowhere.
func (j *joinedGuild) channel(self string) string {
	var held []string
	for _, m := range j.Members {
		if m.User.ID == self {
			held = m.Roles
		}
	}
	const needed = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages
	channels := slices.DeleteFunc(slices.Clone(j.Channels), func(c listedChannel) bool {
		return c.Type != discordgo.ChannelTypeGuildText || permissionsIn(j.ID, self, held, j.Roles, c.Overwrites)&needed != needed
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
