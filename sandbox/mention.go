package sandbox

import (
	"regexp"
	"slices"
	"strings"

	"dojang/sandbox/schema"
)

var mentionPattern = regexp.MustCompile(`<@(&?)!?(\d+)>`)

// mention finds out whom the message notifies. Nothing set means everyone and
// everything in a plain message, users only in the answer to an interaction.
func (d *Discord) mention(m *Message, allowed *schema.AllowedMentions, bot Permissions) {
	if allowed == nil {
		allowed = &schema.AllowedMentions{Parse: []string{"users", "roles", "everyone"}}
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
func (d *Discord) noteMentions(q *request, allowed *schema.AllowedMentions) {
	if d.options.NoMentions && !allowed.NotifiesNobody() {
		q.note(`allowed_mentions is not {"parse":[]}: %s`, allowed)
	}
}
