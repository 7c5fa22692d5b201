package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/scheduler"
	"dojang/view"
)

// Channels finds out what the bot may do in channels, for package commands.
type Channels struct{ client *Client }

// NewChannels makes a Channels.
func NewChannels(client *Client) Channels { return Channels{client} }

// permissions is a set of Discord's permission bits, which JSON has as a number in a
// string.
type permissions uint64

// UnmarshalJSON decodes a number in a string.
func (p *permissions) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	n, err := strconv.ParseUint(text, 10, 64)
	*p = permissions(n)
	return err
}

// role is a role of a guild and what it permits.
type role struct {
	ID          string      `json:"id"`
	Permissions permissions `json:"permissions"`
}

// overwrite changes what a role or a member may do in one channel.
type overwrite struct {
	ID    string      `json:"id"`
	Allow permissions `json:"allow"`
	Deny  permissions `json:"deny"`
}

// channel has the fields of a channel or thread that Dojang reads.
type channel struct {
	Type       discordgo.ChannelType `json:"type"`
	ParentID   string                `json:"parent_id"`
	Overwrites []overwrite           `json:"permission_overwrites"`
	Thread     struct {
		Archived bool `json:"archived"`
		Locked   bool `json:"locked"`
	} `json:"thread_metadata"`
}

func (c channel) isThread() bool {
	switch c.Type {
	case discordgo.ChannelTypeGuildNewsThread, discordgo.ChannelTypeGuildPublicThread, discordgo.ChannelTypeGuildPrivateThread:
		return true
	}
	return false
}

// permissionsIn returns what a member with the roles in roleIDs may do in a channel with
// the overwrites. roles are all roles of the guild. The id of the role @everyone is the guild's id.
// See https://discord.com/developers/docs/topics/permissions#permission-overwrites.
func permissionsIn(guild, member string, roleIDs []string, roles []role, overwrites []overwrite) permissions {
	has := map[string]bool{guild: true}
	for _, id := range roleIDs {
		has[id] = true
	}
	var granted permissions
	for _, r := range roles {
		if has[r.ID] {
			granted |= r.Permissions
		}
	}
	if granted&discordgo.PermissionAdministrator != 0 {
		return ^permissions(0)
	}
	apply := func(applies func(id string) bool) {
		var allow, deny permissions
		for _, o := range overwrites {
			if applies(o.ID) {
				allow, deny = allow|o.Allow, deny|o.Deny
			}
		}
		granted = granted&^deny | allow
	}
	apply(func(id string) bool { return id == guild })
	apply(func(id string) bool { return id != guild && has[id] })
	apply(func(id string) bool { return id == member })
	if granted&discordgo.PermissionViewChannel == 0 {
		return 0
	}
	return granted
}

// accessTimeout limits the time of [Channels.Access].
const accessTimeout = 10 * time.Second

// Access finds out what the bot may do in a channel of the guild.
func (c Channels) Access(ctx context.Context, guild, id string) view.Access {
	ctx, cancel := context.WithTimeout(ctx, accessTimeout)
	defer cancel()
	a, err := c.access(ctx, guild, id)
	if err != nil {
		a.Problem = "unreachable"
		if problemCode(err) == "channel" {
			a.Problem = "channel"
		}
	}
	return a
}

func (c Channels) access(ctx context.Context, guild, id string) (a view.Access, err error) {
	var self struct {
		ID string `json:"id"`
	}
	began := c.client.now()
	if err := c.get(ctx, "/users/@me", &self); err != nil {
		return a, err
	}
	a.Took = c.client.now().Sub(began)
	var member struct {
		Roles []string `json:"roles"`
	}
	var roles []role
	err = c.get(ctx, route("guilds", guild, "members", self.ID), &member)
	if err == nil {
		err = c.get(ctx, route("guilds", guild, "roles"), &roles)
	}
	var refused *Error
	if errors.As(err, &refused) && (refused.Status == http.StatusForbidden || refused.Status == http.StatusNotFound) {
		a.Problem = "guild" // only the commands were added to it, or the bot was removed
		return a, nil
	}
	if err != nil {
		return a, err
	}
	target, visible, err := c.channel(ctx, id)
	if err != nil || !visible {
		return a, err
	}
	overwrites := target.Overwrites
	if a.Thread = target.isThread(); a.Thread { // a thread has its parent's overwrites
		a.Archived, a.Locked = target.Thread.Archived, target.Thread.Locked
		parent, visible, err := c.channel(ctx, target.ParentID)
		if err != nil || !visible {
			return a, err
		}
		overwrites = parent.Overwrites
	}
	a.May = uint64(permissionsIn(guild, self.ID, member.Roles, roles, overwrites))
	return a, nil
}

// channel requests a channel. visible is false if the bot may not see it.
func (c Channels) channel(ctx context.Context, id string) (found channel, visible bool, err error) {
	err = c.get(ctx, route("channels", id), &found)
	var refused *Error
	if errors.As(err, &refused) && refused.Status == http.StatusForbidden {
		return found, false, nil
	}
	return found, err == nil, err
}

func (c Channels) get(ctx context.Context, path string, out any) error {
	_, err := c.client.botRequest(ctx, http.MethodGet, path, nil, out, true)
	return err
}

// problemCode returns the code of the error in the scheduler's terms.
func problemCode(err error) string {
	var known *scheduler.Problem
	if errors.As(err, &known) {
		return known.Code
	}
	return problem(err, false).Code
}

// tryTimeout limits the time of [Channels.Try].
const tryTimeout = 20 * time.Second

// Try posts a message to the channel and deletes it at once. problem is the code of why
// it could not be posted, in the scheduler's terms. stayed is the message's id if it
// could not be deleted.
func (c Channels) Try(ctx context.Context, id string, m view.Message, nonce string) (problem, stayed string, err error) {
	ctx, cancel := context.WithTimeout(ctx, tryTimeout)
	defer cancel()
	body, err := m.JSON(0)
	if err != nil {
		return "", "", err
	}
	poster := NewPoster(c.client)
	message, err := poster.Post(ctx, id, body, nonce)
	switch {
	case err != nil:
		return problemCode(err), "", nil
	case message == "":
		return "", "", nil // somebody else has deleted it
	case poster.Delete(ctx, id, message) != nil:
		return "", message, nil
	}
	return "", "", nil
}
