package sandbox

func (d *Discord) getMe(*request) (response, error) { return response{body: d.botUserObject()}, nil }

// botUserObject returns the bot's account as the bot itself sees it.
func (d *Discord) botUserObject() jsonObject {
	return jsonObject{
		"id": d.bot.ID, "username": d.bot.Username, "discriminator": d.bot.Discriminator, "global_name": d.bot.GlobalName,
		"avatar": nil, "bot": true, "flags": 0, "public_flags": 0, "primary_guild": nil,
		"mfa_enabled": true, "verified": true, "email": nil, "locale": "en-US",
	}
}

func (d *Discord) getApplication(*request) (response, error) {
	return response{body: jsonObject{
		"id": d.bot.ID, "name": BotName, "icon": nil, "description": "", "type": nil, "bot": d.bot, "bot_public": true,
		"bot_require_code_grant": false, "verify_key": digest("key", d.bot.ID), "flags": 0, "flags_new": "0",
		"redirect_uris": []string{}, "interactions_endpoint_url": nil, "role_connections_verification_url": nil,
		"owner": d.bot, "team": nil, "approximate_guild_count": len(d.guilds), "approximate_user_install_count": 0,
		"approximate_user_authorization_count": 0, "explicit_content_filter": 0, "eligible_oauth2_scopes": []string{},
	}}, nil
}

// guildFor returns the guild of the request if the bot is in it.
func (d *Discord) guildFor(q *request) (*guild, error) {
	g := d.guild(q.values["guild"])
	if g == nil {
		return nil, unknownGuild
	}
	if g.member(d.bot.ID) == nil {
		return nil, missingAccess
	}
	return g, nil
}

func (d *Discord) getGuild(q *request) (response, error) {
	g, err := d.guildFor(q)
	if err != nil {
		return response{}, err
	}
	o := g.object()
	if q.flag("with_counts") {
		o["approximate_member_count"], o["approximate_presence_count"] = len(g.members), len(g.members)
	}
	return response{body: o}, nil
}

func (d *Discord) getMember(q *request) (response, error) {
	g, err := d.guildFor(q)
	if err != nil {
		return response{}, err
	}
	m := g.member(q.values["user"])
	if m == nil {
		return response{}, unknownMember
	}
	return response{body: m.object()}, nil
}

func (d *Discord) listRoles(q *request) (response, error) {
	g, err := d.guildFor(q)
	if err != nil {
		return response{}, err
	}
	return response{body: []jsonObject{g.everyoneRole()}}, nil
}
