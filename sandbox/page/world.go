package page

import (
	"net/http"

	"dojang/sandbox"
)

// worldView is everything that a tab shows except messages.
type worldView struct {
	Epoch    string      `json:"epoch"`
	Bot      person      `json:"bot"`
	Zone     string      `json:"zone"`  // IANA name
	Clock    string      `json:"clock"` // RFC 3339, in the zone
	Home     string      `json:"home"`
	Kept     bool        `json:"kept"`
	Commands string      `json:"commands"` // changes when the registered commands do
	Guilds   []guildView `json:"guilds"`
}

type guildView struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	Locale   string        `json:"locale"`
	Bot      bool          `json:"bot"` // whether the bot is in it
	Channels []channelView `json:"channels"`
	Members  []person      `json:"members"`
}

type channelView struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Parent string `json:"parent,omitempty"` // "" unless it is a thread
}

type person struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Locale  string `json:"locale"`
	Manager bool   `json:"manager"`
}

func (p *Page) getWorld(_ *http.Request, s scene) (any, error) { return p.view(s), nil }

// view returns the world as a tab receives it.
func (p *Page) view(w scene) worldView {
	now := w.Clock.Now().In(w.Zone)
	v := worldView{Epoch: w.epoch, Bot: person{ID: w.Discord.Application(), Name: w.Discord.Name()}, Zone: w.Zone.String(),
		Clock: now.Format("2006-01-02T15:04:05Z07:00"), Home: w.Home, Kept: p.options.Kept,
		Commands: w.Discord.CommandsVersion(), Guilds: []guildView{}}
	for _, g := range w.Discord.Guilds() {
		guild := guildView{ID: g.ID, Name: g.Name, Locale: g.Locale, Bot: g.Bot, Channels: []channelView{}, Members: []person{}}
		for _, c := range w.Discord.Channels(g.ID) {
			guild.Channels = append(guild.Channels, channelView{c.ID, c.Name, c.Parent})
		}
		for _, m := range w.Discord.Members(g.ID) {
			guild.Members = append(guild.Members, person{m.ID, m.Name, m.Locale, m.Permissions.Has(sandbox.ManageGuild)})
		}
		v.Guilds = append(v.Guilds, guild)
	}
	return v
}
