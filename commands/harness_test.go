package commands

import (
	"context"
	"encoding/json"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
	"dojang/scheduler"
	"dojang/store"
	"dojang/study"
	"dojang/view"
)

// harness is a server whose members use the commands: the router on an embedded store, without
// sockets. Its clock advances by a second per interaction.
type harness struct {
	*testing.T
	scheduler.Members // nil but for Left
	store             *store.Store
	router            *router.Router
	log               *strings.Builder
	now               time.Time
	files             attachments
	locale            string   // of members' clients
	here              string   // the channel in which commands are used
	posted            []string // digests, as JSON
}

// attachments are the files that members attach, by address.
type attachments map[string]string

func (a attachments) Fetch(_ context.Context, url string, _ int) ([]byte, error) {
	if contents, ok := a[url]; ok {
		return []byte(contents), nil
	}
	return nil, router.ErrFileUnavailable
}

// The members of the server. sora manages it.
var members = map[string]string{"sora": "20", "minsu": "21", "jiwoo": "22", "hana": "23"}

const (
	guild    = "7"
	home     = "70" // the group's home channel
	noonSeen = "2026-11-25T12:00:00+09:00"
)

// newHarness makes a server with a group called study, whose home is this
// channel.
func newHarness(t *testing.T) *harness {
	t.Helper()
	h := &harness{T: t, log: &strings.Builder{}, files: attachments{}, locale: "en-US", here: home}
	var err error
	if h.now, err = time.Parse(time.RFC3339, noonSeen); err != nil {
		t.Fatal(err)
	}
	if h.store, err = store.Open(""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	log := slog.New(slog.NewTextHandler(h.log, nil))
	now := func() time.Time { return h.now }
	h.router, err = NewRouter(Settings{Store: h.store, Digests: scheduler.New(h.store, h, now, slog.New(slog.DiscardHandler)), Channels: openChannels{}, Files: h.files, Vitals: noVitals,
		Log: log, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	h.use("sora", "/group create name:study timezone:Asia/Seoul language:en")
	return h
}

// reply is what the member and the channel see.
type reply struct {
	router.Reply
	outcome string // done, or refused with the code
	text    string // of all messages: a line for each text, button and line of a menu
}

// outcome is the outcome of an interaction in the log.
var outcome = regexp.MustCompile(`outcome=(?:"([^"]*)"|(\S*))`)

// use types a command, such as "/check item:gil date:2026-11-24". A word that
// begins with the name of an option and a colon begins that option's value.
func (h *harness) use(by, typed string) reply {
	h.Helper()
	data, _ := h.parse(typed)
	return h.handle(by, router.Interaction{Type: discordgo.InteractionApplicationCommand, Data: data})
}

// on uses a command in the menu of a message.
func (h *harness) on(by, command string, m router.TextMessage) reply {
	h.Helper()
	data := router.Data{Type: int(router.OnMessage), Name: command, TargetID: "600"}
	data.Resolved.Messages = map[string]router.TextMessage{"600": m}
	return h.handle(by, router.Interaction{Type: discordgo.InteractionApplicationCommand, Data: data})
}

// of uses a command in the menu of a member.
func (h *harness) of(by, command, member string) reply {
	h.Helper()
	data := router.Data{Type: int(router.OnMember), Name: command, TargetID: members[member]}
	return h.handle(by, router.Interaction{Type: discordgo.InteractionApplicationCommand, Data: data})
}

// complete types a command whose last option is still being typed, and returns
// what is offered.
func (h *harness) complete(by, typed string) []string {
	h.Helper()
	data, last := h.parse(typed)
	if last == nil {
		h.Fatalf("%s: nothing is being typed", typed)
	}
	last.Focused = true
	got := h.handle(by, router.Interaction{Type: discordgo.InteractionApplicationCommandAutocomplete, Data: data})
	if got.Choices == nil {
		h.Fatalf("%s: no choices", typed)
	}
	var values []string
	for _, c := range got.Choices {
		values = append(values, c.Value)
	}
	return values
}

// press uses the button with the label on a reply.
func (h *harness) press(by string, on reply, label string) reply {
	h.Helper()
	return h.click(by, on, h.find(on, func(c view.Component) bool { return c.Label == label && c.CustomID != "" }, label).CustomID)
}

// choose chooses lines of the menu whose custom_id is of the kind, by their
// values.
func (h *harness) choose(by string, on reply, kind view.CustomID, values ...string) reply {
	h.Helper()
	menu := h.find(on, func(c view.Component) bool {
		return c.Placeholder != "" && strings.HasPrefix(c.CustomID, "1:"+kind.Name+":")
	}, kind.Name)
	return h.click(by, on, menu.CustomID, values...)
}

// click uses a custom_id, as somebody might who changes what the client sends.
func (h *harness) click(by string, on reply, id string, values ...string) reply {
	h.Helper()
	in := router.Interaction{Type: discordgo.InteractionMessageComponent, Data: router.Data{CustomID: id, Values: values}}
	if on.Message != nil {
		in.Message.Components = on.Message.Components
	}
	return h.handle(by, in)
}

// submit sends a form in, with pairs of input and text.
func (h *harness) submit(by string, form, on reply, inputs ...string) reply {
	h.Helper()
	if form.Modal == nil {
		h.Fatalf("no form is open: %s", form.text)
	}
	in := router.Interaction{Type: discordgo.InteractionModalSubmit, Data: router.Data{CustomID: form.Modal.CustomID}}
	if on.Message != nil {
		in.Message.Components = on.Message.Components
	}
	for pair := range slices.Chunk(inputs, 2) {
		in.Data.Components = append(in.Data.Components, router.FormLine{Component: &router.FormLine{CustomID: pair[0], Value: pair[1]}})
	}
	return h.handle(by, in)
}

// handle routes an interaction. The reply has to fit what was planned for it.
func (h *harness) handle(by string, in router.Interaction) reply {
	h.Helper()
	h.now = h.now.Add(time.Second)
	const epoch = 1420070400000 // 2015 began
	in.ID = strconv.FormatInt((h.now.UnixMilli()-epoch)<<22, 10)
	in.GuildID, in.ChannelID, in.Locale, in.GuildLocale = guild, h.here, h.locale, h.locale
	in.AppPermissions = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages
	in.Channel = router.Channel{ID: h.here, Name: "study-room"}
	in.Member = &router.GuildMember{User: router.User{ID: members[by], Username: by}}
	if by == "sora" {
		in.Member.Permissions = discordgo.PermissionManageGuild
	}
	in.Data.Resolved.Users, in.Data.Resolved.Attachments = map[string]router.User{}, map[string]router.Attachment{}
	for name, id := range members {
		in.Data.Resolved.Users[id] = router.User{ID: id, Username: name}
	}
	for url, contents := range h.files {
		in.Data.Resolved.Attachments["5"] = router.Attachment{Size: len(contents), URL: url}
	}
	call := h.router.Route(&in)
	got := reply{Reply: call.Run(h.Context())}
	if m := outcome.FindStringSubmatch(h.log.String()); m != nil {
		got.outcome = m[1] + m[2]
	}
	if got.outcome == "fault" || got.outcome == "stale" {
		h.Fatalf("a %s: %s", got.outcome, h.log)
	}
	h.log.Reset()
	if got.Update && !call.Plan.Update || (got.Modal != nil || got.Choices != nil) && call.Plan.Defer {
		h.Errorf("planned as %+v: %+v", call.Plan, got.Reply)
	}
	for r := &got.Reply; r != nil; r = r.Then {
		if r.Message != nil {
			got.text += shown(r.Message.Components)
		}
	}
	return got
}

// shown is a message as lines.
func shown(components []view.Component) string {
	text := ""
	for _, c := range components {
		switch {
		case c.Content != "":
			text += c.Content + "\n"
		case c.Label != "" && c.Disabled:
			text += "[-" + c.Label + "-]\n"
		case c.Label != "":
			text += "[" + c.Label + "]\n"
		}
		for _, o := range c.Options {
			text += "- " + o.Label + " = " + o.Value + "\n"
		}
		if text += shown(c.Components); c.Accessory != nil {
			text += shown([]view.Component{*c.Accessory})
		}
	}
	return text
}

func (h *harness) find(on reply, is func(view.Component) bool, what string) view.Component {
	h.Helper()
	var walk func([]view.Component) *view.Component
	walk = func(components []view.Component) *view.Component {
		for _, c := range components {
			if is(c) {
				return &c
			}
			if c.Accessory != nil && is(*c.Accessory) {
				return c.Accessory
			}
			if found := walk(c.Components); found != nil {
				return found
			}
		}
		return nil
	}
	for r := &on.Reply; r != nil; r = r.Then {
		if r.Message != nil {
			if found := walk(r.Message.Components); found != nil {
				return *found
			}
		}
	}
	h.Fatalf("there is no %s on:\n%s", what, on.text)
	return view.Component{}
}

// parse reads a command as it is typed. last is its last option.
func (h *harness) parse(typed string) (data router.Data, last *router.OptionValue) {
	h.Helper()
	words := strings.Fields(strings.TrimPrefix(typed, "/"))
	commands, declared := all(), []router.Option(nil)
	into := &data.Options
	for depth := 0; len(words) > 0; depth++ {
		i := slices.IndexFunc(commands, func(c router.Command) bool { return c.Name == words[0] })
		if i < 0 {
			break
		}
		if depth == 0 {
			data.Name = words[0]
		} else {
			*into = []router.OptionValue{{Name: words[0], Type: discordgo.ApplicationCommandOptionSubCommand}}
			into = &(*into)[0].Options
		}
		commands, declared, words = commands[i].Sub, commands[i].Options, words[1:]
	}
	values := map[string]string{}
	var order []string
	for _, word := range words {
		name, value, _ := strings.Cut(word, ":")
		if slices.ContainsFunc(declared, func(o router.Option) bool { return o.Name == name }) {
			order, values[name] = append(order, name), value
			continue
		}
		if len(order) == 0 {
			h.Fatalf("%s: %s is no option", typed, word)
		}
		values[order[len(order)-1]] += " " + word
	}
	for _, name := range order {
		o := declared[slices.IndexFunc(declared, func(o router.Option) bool { return o.Name == name })]
		*into = append(*into, router.OptionValue{Name: name, Type: o.Type, Value: raw(o, values[name])})
		last = &(*into)[len(*into)-1]
	}
	return data, last
}

// raw is an option's value as Discord sends it.
func raw(o router.Option, value string) json.RawMessage {
	switch o.Type {
	case discordgo.ApplicationCommandOptionInteger, discordgo.ApplicationCommandOptionBoolean:
		return json.RawMessage(value)
	case discordgo.ApplicationCommandOptionUser:
		value = members[value]
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}

// wants checks that a reply was made and has the texts; one that begins with "!"
// it must not have.
func (h *harness) wants(got reply, texts ...string) {
	h.Helper()
	if got.outcome != "done" {
		h.Errorf("it was %s", got.outcome)
	}
	for _, text := range texts {
		if not, ok := strings.CutPrefix(text, "!"); ok == strings.Contains(got.text, not) {
			h.Errorf("want %q in:\n%s", text, got.text)
		}
	}
}

// refuses checks that a reply is the refusal with the code, and private.
func (h *harness) refuses(got reply, code string) {
	h.Helper()
	if got.outcome != "refused "+code || !got.Private {
		h.Errorf("want the refusal %s, got %s:\n%s", code, got.outcome, got.text)
	}
}

// only is the group as it is stored.
func (h *harness) only() *study.Group {
	h.Helper()
	g, err := h.store.Current(h.Context(), guild)
	if err != nil {
		h.Fatal(err)
	}
	return g.Groups[0]
}

// Post, Find and Delete make the harness what digests are posted to.
func (h *harness) Post(_ context.Context, _ string, body []byte, _ string) (string, error) {
	h.posted = append(h.posted, string(body))
	return strconv.Itoa(500 + len(h.posted)), nil
}

func (h *harness) Find(context.Context, string, string, time.Time) ([]string, error) { return nil, nil }

func (h *harness) Delete(context.Context, string, string) error { return nil }

// Left makes everybody stay in the server.
func (h *harness) Left(context.Context, string, string) (bool, error) { return false, nil }

// openChannels lets the bot do everything everywhere.
type openChannels struct{}

func (openChannels) Access(context.Context, string, string) view.Access {
	return view.Access{May: discordgo.PermissionAll}
}

func (openChannels) Try(context.Context, string, view.Message, string) (problem, stayed string, err error) {
	return "", "", nil
}

func noVitals(context.Context) (Vitals, error) {
	return Vitals{Version: "test", Store: "embedded", Persists: "yes"}, nil
}
