package schema

import (
	"fmt"
	"slices"
)

// AllowedMentions says whom a message may notify.
// https://discord.com/developers/docs/resources/message#allowed-mentions-object
type AllowedMentions struct {
	Parse       []string `json:"parse"`
	Users       []string `json:"users"`
	Roles       []string `json:"roles"`
	RepliedUser bool     `json:"replied_user"`
}

var allowedFields = fields{
	"parse":        optional(list(0, 3, oneOfStrings("users", "roles", "everyone"))),
	"users":        optional(list(0, 100, snowflake)),
	"roles":        optional(list(0, 100, snowflake)),
	"replied_user": optional(boolean),
}

// NotifiesNobody reports whether a is {"parse":[]}, or the same with empty
// lists.
func (a *AllowedMentions) NotifiesNobody() bool {
	return a != nil && a.Parse != nil && len(a.Parse)+len(a.Users)+len(a.Roles) == 0 && !a.RepliedUser
}

// Check checks that users or roles are not both allowed as a whole and listed,
// and that no list has a value twice.
func (a *AllowedMentions) Check(p Path) {
	for kind, named := range map[string][]string{"users": a.Users, "roles": a.Roles} {
		if slices.Contains(a.Parse, kind) && len(named) > 0 {
			p.Fail("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[%q] and %s: [ids...] are mutually exclusive.", kind, kind)
		}
	}
	for key, values := range map[string][]string{"parse": a.Parse, "users": a.Users, "roles": a.Roles} {
		seen := map[string]bool{}
		for i, v := range values {
			if seen[v] {
				p.At(key).At(i).Fail("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
			}
			seen[v] = true
		}
	}
}

// String describes what is allowed, for faults.
func (a *AllowedMentions) String() string {
	if a == nil {
		return "missing"
	}
	return fmt.Sprintf("parse %v, users %v, roles %v", a.Parse, a.Users, a.Roles)
}
