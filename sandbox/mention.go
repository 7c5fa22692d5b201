package sandbox

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// allowedMentions says whom a message may notify.
// https://discord.com/developers/docs/resources/message#allowed-mentions-object
type allowedMentions struct {
	Parse       []string `json:"parse"`
	Users       []string `json:"users"`
	Roles       []string `json:"roles"`
	RepliedUser bool     `json:"replied_user"`
}

var allowedFields = fields{
	"parse":        may(list(0, 3, word("users", "roles", "everyone"))),
	"users":        may(list(0, 100, snowflake)),
	"roles":        may(list(0, 100, snowflake)),
	"replied_user": may(boolean),
}

// nobody reports whether the setting is {"parse":[]} or as good as it.
func (a *allowedMentions) nobody() bool {
	return a != nil && a.Parse != nil && len(a.Parse)+len(a.Users)+len(a.Roles) == 0 && !a.RepliedUser
}

// check checks that no kind is given both as a whole and by name, and nothing
// twice.
func (a *allowedMentions) check(p place) {
	for kind, named := range map[string][]string{"users": a.Users, "roles": a.Roles} {
		if slices.Contains(a.Parse, kind) && len(named) > 0 {
			p.fail("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[%q] and %s: [ids...] are mutually exclusive.", kind, kind)
		}
	}
	for key, values := range map[string][]string{"parse": a.Parse, "users": a.Users, "roles": a.Roles} {
		seen := map[string]bool{}
		for i, v := range values {
			if seen[v] {
				p.at(key).at(i).fail("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
			}
			seen[v] = true
		}
	}
}

var mentionPattern = regexp.MustCompile(`<@(&?)!?(\d+)>`)

// mention finds out whom the message notifies. Nothing set means everyone and
// everything in a plain message, users only in the answer to an interaction.
func (d *Discord) mention(m *Message, allowed *allowedMentions, bot Permissions) {
	if allowed == nil {
		allowed = &allowedMentions{Parse: []string{"users", "roles", "everyone"}}
		if m.by != nil {
			allowed.Parse = []string{"users"}
		}
	}
	may := func(kind string, named []string, id string) bool {
		return slices.Contains(allowed.Parse, kind) || slices.Contains(named, id)
	}
	m.Mentions, m.MentionRoles, m.MentionEveryone = nil, nil, false
	texts := m.texts()
	for _, found := range mentionPattern.FindAllStringSubmatch(texts, -1) {
		id := found[2]
		u := d.users[id]
		switch {
		case found[1] == "&" && may("roles", allowed.Roles, id) && !slices.Contains(m.MentionRoles, id):
			m.MentionRoles = append(m.MentionRoles, id)
		case found[1] == "" && u != nil && may("users", allowed.Users, id) && !slices.Contains(m.Mentions, u):
			m.Mentions = append(m.Mentions, u)
		}
	}
	m.MentionEveryone = may("everyone", nil, "") && bot.Has(MentionEveryone) &&
		(strings.Contains(texts, "@everyone") || strings.Contains(texts, "@here"))
}

// noteMentions records the fault of a message that could notify someone, where
// the house rule asks for it.
func (d *Discord) noteMentions(q *request, allowed *allowedMentions) {
	if d.options.NoMentions && !allowed.nobody() {
		q.note(`allowed_mentions is not {"parse":[]}: %s`, allowed)
	}
}

// String says what is allowed, for faults.
func (a *allowedMentions) String() string {
	if a == nil {
		return "missing"
	}
	return fmt.Sprintf("parse %v, users %v, roles %v", a.Parse, a.Users, a.Roles)
}
