package sandbox

import (
	"encoding/json"
	"strconv"
)

// Permissions is a set of permissions, one bit each.
// https://discord.com/developers/docs/topics/permissions
type Permissions uint64

// The permissions that the sandbox checks or sets.
const (
	Administrator          Permissions = 1 << 3
	ManageGuild            Permissions = 1 << 5 // "Manage Server" in the client
	AddReactions           Permissions = 1 << 6
	ViewChannel            Permissions = 1 << 10
	SendMessages           Permissions = 1 << 11
	ManageMessages         Permissions = 1 << 13
	EmbedLinks             Permissions = 1 << 14
	AttachFiles            Permissions = 1 << 15
	ReadMessageHistory     Permissions = 1 << 16
	MentionEveryone        Permissions = 1 << 17
	UseApplicationCommands Permissions = 1 << 31
	SendMessagesInThreads  Permissions = 1 << 38
)

// Everyone has the permissions of every member of a guild, and of the bot in
// every channel without [Discord.Permit].
const Everyone = AddReactions | ViewChannel | SendMessages | EmbedLinks | AttachFiles |
	ReadMessageHistory | UseApplicationCommands | SendMessagesInThreads

// channelPermissions are the permissions that can be set for a channel.
const channelPermissions = Everyone | ManageMessages | MentionEveryone

// Has reports whether p has all wanted permissions. An administrator has every
// permission.
func (p Permissions) Has(wanted Permissions) bool {
	return p&Administrator != 0 || p&wanted == wanted
}

// MarshalJSON writes the set as Discord does: as a decimal number in a string.
func (p Permissions) MarshalJSON() ([]byte, error) {
	return json.Marshal(strconv.FormatUint(uint64(p), 10))
}
