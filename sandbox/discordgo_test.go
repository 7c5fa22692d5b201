package sandbox

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

// redirect brings a client's requests to another host.
type redirect struct{ to *url.URL }

func (t redirect) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = t.to.Scheme, t.to.Host, t.to.Host
	return http.DefaultTransport.RoundTrip(r)
}

// library is a bot made with discordgo that answers every command with a
// private message, and tells what it saw. How long it needs to reconnect is
// its own affair, so nothing is asserted about answers in time.
type library struct {
	*discordgo.Session
	t     *testing.T
	seen  chan string // ids of interactions
	ready chan string // READY and RESUMED
}

func (b *bench) library() *library {
	b.t.Helper()
	server := httptest.NewServer(b)
	b.t.Cleanup(server.Close)
	to, err := url.Parse(server.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	s, err := discordgo.New("Bot " + b.Token())
	if err != nil {
		b.t.Fatal(err)
	}
	s.Client = &http.Client{Transport: redirect{to}}
	s.Identify.Intents = discordgo.IntentsGuilds
	s.LogLevel = -1
	l := &library{s, b.t, make(chan string, 100), make(chan string, 100)}
	s.AddHandler(func(*discordgo.Session, *discordgo.Ready) { l.ready <- "READY" })
	s.AddHandler(func(*discordgo.Session, *discordgo.Resumed) { l.ready <- "RESUMED" })
	s.AddHandler(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		_ = s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Content: i.ApplicationCommandData().Name, Flags: discordgo.MessageFlagsEphemeral},
		})
		l.seen <- i.ID
	})
	if err := s.Open(); err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = s.Close() })
	l.expect("READY")
	return l
}

// expect waits for READY or RESUMED.
func (l *library) expect(want string) {
	l.t.Helper()
	select {
	case got := <-l.ready:
		if got != want {
			l.t.Fatalf("got %s, want %s", got, want)
		}
	case <-time.After(time.Minute):
		l.t.Fatalf("no %s", want)
	}
}

// sees waits until the bot has seen the interaction.
func (l *library) sees(want string) {
	l.t.Helper()
	select {
	case got := <-l.seen:
		if got != want {
			l.t.Errorf("got %s, want %s", got, want)
		}
	case <-time.After(time.Minute):
		l.t.Fatal("no interaction arrived")
	}
}

// beats waits until the client's first heartbeat has arrived. discordgo v0.29
// never recovers from a connection that ends before that: the heartbeat that
// fails closes the next connection too, whose heartbeat fails then, and so on.
func (b *bench) beats() {
	b.t.Helper()
	for arrived := false; !arrived; runtime.Gosched() {
		b.Gateway().eachConnection(func(c *connection) { arrived = len(c.receivedAt) > 1 }) // IDENTIFY is the first
	}
}

func (b *bench) use() string {
	b.t.Helper()
	i, err := b.Slash(b.as("민수"), words("group", "list"), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return i.ID()
}

// The sandbox and discordgo are two readings of one documentation; here they
// meet.
func TestLibrary(t *testing.T) {
	tests := []struct {
		name   string
		happen func(*Gateway)
		missed bool   // what happens meanwhile is answered later
		then   string // the event with which the bot is back
	}{
		{"Op 7", (*Gateway).Reconnect, true, "RESUMED"},
		{"a cut", (*Gateway).Drop, true, "RESUMED"},
		{"closed with 4000", func(g *Gateway) { g.Close(4000) }, true, "RESUMED"},
		{"Op 9, not resumable", func(g *Gateway) { g.Invalidate(false) }, false, "READY"},
		{"Op 9, resumable, which discordgo does not use", func(g *Gateway) { g.Invalidate(true) }, false, "READY"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.register(demo)
			l := b.library()
			l.sees(b.use())
			b.beats()
			test.happen(b.Gateway())
			if test.missed {
				l.sees(b.use())
			}
			l.expect(test.then)
			l.sees(b.use())
		})
	}
}

func TestLibraryREST(t *testing.T) {
	b := newBench(t)
	l := b.library()
	made, err := l.ApplicationCommandBulkOverwrite(b.Application(), "", []*discordgo.ApplicationCommand{{
		Name: "group", Description: "d", NameLocalizations: &map[discordgo.Locale]string{discordgo.Korean: "체크"},
		Options: []*discordgo.ApplicationCommandOption{{
			Type: discordgo.ApplicationCommandOptionSubCommand, Name: "list", Description: "d",
			Options: []*discordgo.ApplicationCommandOption{{Type: discordgo.ApplicationCommandOptionString, Name: "item", Description: "d", Autocomplete: true}},
		}},
	}})
	if err != nil || len(made) != 1 || (*made[0].NameLocalizations)[discordgo.Korean] != "체크" {
		t.Fatalf("%v %v", made, err)
	}
	_, err = l.ChannelMessageSendComplex(b.home, &discordgo.MessageSend{
		Content:         "c",
		AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
		Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Label: "b", Style: discordgo.PrimaryButton, CustomID: "b"},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	read, err := l.ChannelMessages(b.home, 1, "", "", "")
	if err != nil || len(read) != 1 || read[0].Components[0].(*discordgo.ActionsRow).Components[0].(*discordgo.Button).CustomID != "b" {
		t.Errorf("%+v %v", read, err)
	}
	l.sees(b.use())
	if seen := b.Visible(b.as("민수")); len(seen) != 2 || seen[1].Content != "group" || !seen[1].Private() {
		t.Errorf("민수 sees %d messages", len(seen))
	}
	_, err = l.ChannelMessageSend("1", "c")
	if e, ok := err.(*discordgo.RESTError); !ok || e.Message.Code != discordgo.ErrCodeUnknownChannel {
		t.Errorf("an unknown channel: %v", err)
	}
	b.wantFaults()
}
