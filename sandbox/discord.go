package sandbox

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"dojang/sandbox/schema"
)

// BotName is the name of the application and of its bot user.
const BotName = "Dojang"

// Options say how a sandbox is made. Clock and Real must be set.
type Options struct {
	Clock *Clock           // Discord's time: ids, timestamps, the life of tokens
	Real  func() time.Time // real time: the limit for an answer, the window of a nonce, the life of a lost session
	Log   *slog.Logger     // where faults are written as they happen; nil for nowhere

	// Heartbeat is the interval that the gateway asks for; 0 means Discord's
	// usual 41.25 seconds.
	Heartbeat time.Duration

	// NoMentions makes every message and edit a fault whose allowed_mentions
	// is anything but {"parse":[]}. Discord does not ask for it; a bot that
	// repeats what its users typed should.
	NoMentions bool

	// Records is how many bytes of what goes over REST and the gateway are kept
	// for [Discord.Records]; 0 keeps nothing.
	Records int
}

// Discord is a whole Discord with one application in it. All its methods may
// be called from several goroutines.
type Discord struct {
	options   Options
	clock     *Clock
	token     string
	startedAt time.Time // real time

	mu               sync.Mutex // guards all that follows
	ids              snowflakes
	bot              *User
	guilds           []*guild
	channels         map[string]*channel
	users            map[string]*User
	commands         []*schema.Command       // global
	commandCreations []time.Time             // within the last day
	interactions     map[string]*Interaction // by id
	tokens           map[string]*Interaction // by token
	interactionOrder []*Interaction          // all of them, oldest first
	nonces           map[string]nonceEntry
	files            files
	effectCount      int           // how many effects there were
	effects          []Effect      // the newest of them
	changed          chan struct{} // closed at the next effect
	faults           []string
	records          records
	disturb          func(method, endpoint string, r *http.Request) *Trouble
	gateway          *Gateway
	receivers        []func(event string, payload []byte)
	undelivered      []event
}

// New makes an empty Discord: an application with its bot, no guilds. Its ids
// are derived from the time that the clock shows.
func New(o Options) *Discord {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 41250 * time.Millisecond
	}
	d := &Discord{
		options:      o,
		clock:        o.Clock,
		startedAt:    o.Real(),
		channels:     map[string]*channel{},
		users:        map[string]*User{},
		interactions: map[string]*Interaction{},
		tokens:       map[string]*Interaction{},
		nonces:       map[string]nonceEntry{},
		files:        files{kept: map[string]storedFile{}},
		changed:      make(chan struct{}),
	}
	d.bot = newUser(d.newID(), BotName)
	d.bot.Bot = true
	d.users[d.bot.ID] = d.bot
	d.token = botToken(d.bot.ID)
	d.gateway = newGateway(d)
	return d
}

// Token returns the bot token that the sandbox accepts.
func (d *Discord) Token() string { return d.token }

// Application returns the id of the application, which is also its bot's.
func (d *Discord) Application() string { return d.bot.ID }

// Name returns the name of the application and of its bot.
func (d *Discord) Name() string { return d.bot.Name() }

// Clock returns the clock of [Options].
func (d *Discord) Clock() *Clock { return d.clock }

// Gateway returns the gateway, whose connections can be disturbed.
func (d *Discord) Gateway() *Gateway { return d.gateway }

// Faults returns a line for everything that a strict Discord refused or that a
// bot should not do, in order. That a channel is gone or a permission is
// missing is no fault: a bot cannot know before it asks.
func (d *Discord) Faults() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.faults...)
}

// fault records one; the lock is held. The line never holds a token.
func (d *Discord) recordFault(line string) {
	d.faults = append(d.faults, line)
	d.options.Log.Warn("fault", "fault", line)
}

// event is something that the application is told.
type event struct {
	name    string
	payload []byte
}

// Deliver calls f for every event from now on, besides the gateway. It runs on
// the goroutine of whoever acts, and what acts returns after it: a bot that
// answers within f makes a test that needs no waiting. All events are
// delivered, whatever their intents.
func (d *Discord) Deliver(f func(event string, payload []byte)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.receivers = append(d.receivers, f)
}

// emit tells the application of something; the lock is held, and release
// brings the event to the functions of Deliver. intent is 0 for what every
// session is told, and guild is "" for what belongs to none. It returns the
// record, for whoever knows what the event is about.
func (d *Discord) emit(intent int, guild, name string, payload any) *Record {
	raw, err := schema.EncodeJSON(payload)
	if err != nil {
		d.recordFault("sandbox: encoding " + name + ": " + err.Error())
		return &Record{}
	}
	d.undelivered = append(d.undelivered, event{name, raw})
	r := Record{Over: "gateway", From: "discord", Event: name, Data: raw, At: d.millis(d.options.Real())} // before its answer
	if !d.gateway.dispatch(intent, guild, name, raw) && len(d.receivers) == 0 {
		return &r // nobody was told
	}
	return d.record(r)
}

// release unlocks and delivers what was emitted under the lock. The receivers
// run without it, so that they can send requests.
func (d *Discord) release() {
	events, receivers := d.undelivered, d.receivers
	d.undelivered = nil
	d.mu.Unlock()
	for _, e := range events {
		for _, f := range receivers {
			f(e.name, e.payload)
		}
	}
}

// newID returns an id for something that is made now; the lock is held.
func (d *Discord) newID() string { return d.ids.next(d.clock.Now()) }
