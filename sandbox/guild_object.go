package sandbox

import "slices"

// The objects in this file have the fields that Discord's documentation calls
// always present.

// jsonObject is a JSON object that is only written, never read.
type jsonObject map[string]any

// object returns the channel as REST, the gateway and interactions show it.
func (c *channel) object() jsonObject {
	o := jsonObject{
		"id": c.id, "type": c.kind, "name": c.name, "guild_id": c.guild.id, "flags": 0,
		"parent_id": nil, "last_message_id": nil, "last_pin_timestamp": nil, "rate_limit_per_user": 0,
	}
	for _, m := range slices.Backward(c.messages) {
		if !m.Private() {
			o["last_message_id"] = m.ID
			break
		}
	}
	if c.kind == publicThread {
		o["parent_id"] = c.parent.id
		o["owner_id"] = c.guild.owner()
		o["message_count"], o["total_message_sent"], o["member_count"] = len(c.messages), len(c.messages), 1
		o["thread_metadata"] = jsonObject{
			"archived": false, "locked": false, "auto_archive_duration": 10080,
			"archive_timestamp": timestamp(c.createdAt), "create_timestamp": timestamp(c.createdAt),
		}
		return o
	}
	o["topic"], o["nsfw"], o["position"], o["permission_overwrites"] = nil, false, c.position(), c.overwrites()
	return o
}

// overwrites returns the channel's permission overwrites. Only the bot ever has
// one, which allows or denies each permission.
func (c *channel) overwrites() []jsonObject {
	list := []jsonObject{}
	for _, m := range c.guild.members {
		if m.user.Bot && c.bot != nil {
			list = append(list, jsonObject{"id": m.user.ID, "type": 1, "allow": *c.bot, "deny": channelPermissions &^ *c.bot})
		}
	}
	return list
}

// position returns the channel's index among the guild's text channels.
func (c *channel) position() int {
	n := 0
	for _, other := range c.guild.channels {
		if other == c {
			break
		}
		if other.kind == textChannel {
			n++
		}
	}
	return n
}

// owner returns the id of the first person who joined, or the guild's own id if
// nobody did.
func (g *guild) owner() string {
	for _, m := range g.members {
		if !m.user.Bot {
			return m.user.ID
		}
	}
	return g.id
}

// everyoneRole returns the only role of a guild in the sandbox. Its id is the
// guild's.
func (g *guild) everyoneRole() jsonObject {
	return jsonObject{
		"id": g.id, "name": "@everyone", "permissions": Everyone, "position": 0, "color": 0,
		"colors": jsonObject{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil},
		"hoist":  false, "managed": false, "mentionable": false, "icon": nil, "unicode_emoji": nil, "flags": 0,
	}
}

// object returns the server as REST shows it.
func (g *guild) object() jsonObject {
	return jsonObject{
		"id": g.id, "name": g.name, "icon": nil, "description": nil, "home_header": nil, "splash": nil,
		"discovery_splash": nil, "features": []string{}, "banner": nil, "owner_id": g.owner(),
		"application_id": nil, "region": "south-korea", "afk_channel_id": nil, "afk_timeout": 300,
		"system_channel_id": nil, "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": nil,
		"verification_level": 0, "roles": []jsonObject{g.everyoneRole()}, "default_message_notifications": 1,
		"mfa_level": 0, "explicit_content_filter": 0, "max_presences": nil, "max_members": 500000,
		"max_stage_video_channel_users": 50, "max_video_channel_users": 25, "vanity_url_code": nil,
		"premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": g.locale,
		"rules_channel_id": nil, "safety_alerts_channel_id": nil, "public_updates_channel_id": nil,
		"premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0, "emojis": []any{},
		"stickers": []any{}, "incidents_data": nil,
	}
}

// guildCreate returns the server as GUILD_CREATE shows it. Without the
// privileged intent for members, the bot is the only member in it.
func (d *Discord) guildCreate(g *guild) jsonObject {
	o := g.object()
	channels, threads := []jsonObject{}, []jsonObject{}
	for _, c := range g.channels {
		if c.kind == publicThread {
			threads = append(threads, c.object())
		} else {
			channels = append(channels, c.object())
		}
	}
	bot := g.member(d.bot.ID)
	o["joined_at"], o["large"], o["unavailable"], o["member_count"] = timestamp(bot.joined), false, false, len(g.members)
	o["channels"], o["threads"] = channels, threads
	o["members"] = []jsonObject{bot.object()}
	for _, empty := range []string{"voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"} {
		o[empty] = []any{}
	}
	return o
}

// object returns the member as REST shows it.
func (m *member) object() jsonObject {
	o := m.partial()
	o["user"], o["mute"], o["deaf"] = m.user, false, false
	return o
}

// partial returns the member without the user, as resolved data shows it.
func (m *member) partial() jsonObject {
	return jsonObject{
		"nick": m.nick, "avatar": nil, "banner": nil, "roles": []string{}, "joined_at": timestamp(m.joined),
		"premium_since": nil, "communication_disabled_until": nil, "pending": false, "flags": 0,
	}
}
