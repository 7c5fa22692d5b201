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

// Options configures a sandbox. Clock and Real must be set.
type Options struct {
	Clock *Clock           // Discord's time: ids, timestamps, token lifetimes
	Real  func() time.Time // real time: the response limit, nonces, session timeouts
	Log   *slog.Logger     // logs faults as they happen; nil discards them

	// Heartbeat is the interval that the gateway asks for. 0 means Discord's usual
	// 41.25 seconds.
	Heartbeat time.Duration

	// NoMentions makes every message and edit a fault whose allowed_mentions is
	// not {"parse":[]}. Discord does not require that, but a bot that repeats what
	// its users typed should send it.
	NoMentions bool

	// Records limits how much REST and gateway traffic is kept for
	// [Discord.Records], in bytes. 0 keeps nothing.
	Records int
}

// Discord is a whole Discord with one application in it. Its methods are safe
// for concurrent use.
type Discord struct {
	options   Options
	clock     *Clock
	token     string
	startedAt time.Time // real time

	mu               sync.Mutex // guards the fields below
	ids              snowflakes
	bot              *User
	guilds           []*guild
	channels         map[string]*channel
	users            map[string]*User
	commands         []*schema.Command       // global
	commandCreations []time.Time             // within the last day
	interactions     map[string]*Interaction // by id
	tokens           map[string]*Interaction // by token
	interactionOrder []*Interaction          // oldest first
	nonces           map[string]nonceEntry
	files            files
	effectCount      int           // number of effects so far
	effects          []Effect      // the newest ones
	changed          chan struct{} // closed at the next effect
	faults           []string
	records          records
	disturb          func(method, endpoint string, r *http.Request) *Trouble
	gateway          *Gateway
	receivers        []func(event string, payload []byte)
	undelivered      []event
}

// New returns an empty Discord: an application with its bot, and no guilds. Ids
// are derived from the clock's time.
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

// Application returns the id of the application, which is also the id of its
// bot.
func (d *Discord) Application() string { return d.bot.ID }

// Name returns the name of the application and of its bot.
func (d *Discord) Name() string { return d.bot.Name() }

// Clock returns the clock of [Options].
func (d *Discord) Clock() *Clock { return d.clock }

// Gateway returns the gateway, through which a test can disturb connections.
func (d *Discord) Gateway() *Gateway { return d.gateway }

// Faults returns a line for each request that Discord would refuse and for each
// mistake that it would accept, in order. A deleted channel or a missing
// permission is not a fault: a bot cannot know of it before it asks.
func (d *Discord) Faults() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.faults...)
}

// recordFault adds a line to the faults. The lock is held. The line must not
// contain a token.
func (d *Discord) recordFault(line string) {
	d.faults = append(d.faults, line)
	d.options.Log.Warn("fault", "fault", line)
}

// event is a gateway event for the application.
type event struct {
	name    string
	payload []byte
}

// Deliver calls f for every event from now on, in addition to sending it over
// the gateway. f runs on the goroutine of the action that caused the event, and
// the action returns after f does, so a test whose bot answers within f need
// not wait. f receives all events, whatever their intents.
func (d *Discord) Deliver(f func(event string, payload []byte)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.receivers = append(d.receivers, f)
}

// emit sends an event to the application; the lock is held. Sessions get it at
// once, and the functions of Deliver get it from release. An intent of 0 stands
// for events that every session receives, and a guild of "" for those that
// belong to none. emit returns the record of the event, so that the caller can
// add what the event is about.
func (d *Discord) emit(intent int, guild, name string, payload any) *Record {
	raw, err := schema.EncodeJSON(payload)
	if err != nil {
		d.recordFault("sandbox: encoding " + name + ": " + err.Error())
		return &Record{}
	}
	d.undelivered = append(d.undelivered, event{name, raw})
	// The time is taken before the dispatch, so that the record sorts before the answer.
	r := Record{Over: "gateway", From: "discord", Event: name, Data: raw, At: d.millis(d.options.Real())}
	if !d.gateway.dispatch(intent, guild, name, raw) && len(d.receivers) == 0 {
		return &r // nobody received it
	}
	return d.record(r)
}

// release unlocks d and delivers the events that were emitted under the lock.
// The receivers run without the lock, so that they can send requests.
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

// newID returns an id for an object that is created now; the lock is held.
func (d *Discord) newID() string { return d.ids.next(d.clock.Now()) }
