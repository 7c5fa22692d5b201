package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"dojang/sandbox"
	"dojang/sandbox/player"
	"dojang/sandbox/schema"
	"dojang/store/redistest"
	"dojang/study"
)

// party is members of a study group who use the bot all the time.
type party struct {
	t       *testing.T
	d       *sandbox.Discord
	guild   string
	members []*diarist
	seen    atomic.Int64 // operations whose outcome a member saw
	unsure  atomic.Int64 // operations whose outcome is unknown
	silent  atomic.Int64 // of these, those that the bot did not answer although it was alive
	away    atomic.Int64 // of these, those whose answer said so
	lost    int          // things that were done as members saw and are not stored
	twice   int          // things that are stored and were not done, or were undone
}

// newParty lets members join the server.
func newParty(t *testing.T, d *sandbox.Discord, guild, home string) *party {
	t.Helper()
	p := &party{t: t, d: d, guild: guild}
	for i := range 6 {
		user := d.AddMember(guild, fmt.Sprint("diarist ", i), "en-US", 0)
		p.members = append(p.members, &diarist{party: p, me: sandbox.Actor{User: user, Channel: home}, facts: map[string]values{}})
	}
	return p
}

// act lets the members act until stop is closed. wait returns when all of them have
// ended. A member who waits for an answer when dead is closed stops waiting.
func (p *party) act(stop, dead <-chan struct{}) (wait func()) {
	var acting sync.WaitGroup
	for _, m := range p.members {
		acting.Go(func() {
			for open := true; open && !p.t.Failed(); {
				select {
				case <-stop:
					open = false
				default:
					m.act(dead)
				}
			}
		})
	}
	return acting.Wait
}

// audit compares what is stored, where the environment says, with what the
// members saw; what they are unsure of they know afterwards.
func (p *party) audit(environment map[string]string) {
	p.t.Helper()
	ctx := context.Background()
	s, err := openStore(config{RedisURL: environment["DOJANG_REDIS_URL"], DataDir: environment["DOJANG_DATA_DIR"]}, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			p.t.Error(err)
		}
	}()
	guild, err := s.Current(ctx, p.guild)
	if err != nil || len(guild.Groups) != 1 {
		p.t.Fatalf("the group is not there: %+v, %v", guild, err)
	}
	g, total, counted := guild.Groups[0], 0, 0
	for _, m := range p.members {
		act := study.Operation{Now: time.Now(), Actor: m.me.User, Member: m.me.User, Groups: study.AnyGroups}
		o, err := s.Overview(ctx, g, act)
		if err != nil {
			p.t.Fatal(err)
		}
		total, counted = total+len(o.Record.Checks), o.Total
		stands := map[string]string{}
		for item, check := range o.Record.Checks {
			stands[itemFact+item] = check.Op
		}
		page, err := s.Posts(ctx, g, act, study.PostQuery{Author: m.me.User}, 0, 10000)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, post := range page.Posts {
			key := linkFact + post.URL
			if stands[key] != "" {
				p.twice++
				p.t.Errorf("%s is there twice", key)
			}
			for op := range m.facts[key] {
				if op != "" {
					stands[key] = op // a link is shared by one operation only
				}
			}
			if stands[key] == "" {
				stands[key] = "unknown"
			}
		}
		for key := range stands {
			if m.facts[key] == nil {
				m.facts[key] = values{"": true}
			}
		}
		for key, possible := range m.facts {
			value := stands[key]
			switch {
			case possible[value]:
			case value == "":
				p.lost++
				p.t.Errorf("%s of %s is lost: it was %v", key, m.me.User, possible)
			default:
				p.twice++
				p.t.Errorf("%s of %s stands by %s, and should be %v", key, m.me.User, value, possible)
			}
			m.facts[key] = values{value: true}
		}
	}
	if counted != total {
		p.twice++
		p.t.Errorf("the group counts %d checks, and its members have %d", counted, total)
	}
}

// totals asks the bot, as each member, how many items are done, and compares
// that with what an audit has found.
func (p *party) totals() {
	p.t.Helper()
	for _, m := range p.members {
		done := 0
		for key, value := range m.facts {
			if strings.HasPrefix(key, itemFact) && !value[""] {
				done++
			}
		}
		shown := -1
		if text := m.ask(); text != "" {
			if found := fraction.FindStringSubmatch(text); found != nil {
				shown, _ = strconv.Atoi(found[1])
			}
		}
		if shown != done {
			p.t.Errorf("/progress shows %d items to %s, want %d", shown, m.me.User, done)
		}
	}
}

// fraction is how /progress tells how many items are done.
var fraction = regexp.MustCompile(`\*\*(\d+)/\d+\*\*`)

// values are what a thing may be: the operation by which an item is done or a
// link shared, "" when it is not.
type values map[string]bool

// The keys of a diarist's facts begin with one of these.
const (
	itemFact = "item "
	linkFact = "post "
)

// diarist is a member who does one operation after another and records the outcomes.
type diarist struct {
	*party
	me      sandbox.Actor
	looked  int // effects that were looked at
	links   int // that were shared
	facts   map[string]values
	undos   []undo
	longest time.Duration // from an operation to its answer
}

// undo is a button that the member can press.
type undo struct{ message, custom, op, item, link string }

// part is what an operation does to one thing.
type part struct {
	key string
	to  func(value string) string
}

// deed is an operation: its first parts decide whether it changes anything, and the
// others are then as they are.
type deed struct{ decides, follows []part }

func (m *diarist) at(key string) values {
	if m.facts[key] == nil {
		m.facts[key] = values{"": true}
	}
	return m.facts[key]
}

// after is what a thing may be after the part, as far as it fits.
func (v values) after(p part, fits func(from, to string) bool) values {
	next := values{}
	for value := range v {
		if to := p.to(value); fits(value, to) {
			next[to] = true
		}
	}
	return next
}

// settle records what was seen of a deed.
func (m *diarist) settle(what string, d deed, o outcome) {
	always := func(string, string) bool { return true }
	changes := func(from, to string) bool { return from != to }
	stays := func(from, to string) bool { return from == to }
	switch o {
	case unknown:
		for _, p := range slices.Concat(d.decides, d.follows) {
			for value := range m.at(p.key).after(p, always) {
				m.facts[p.key][value] = true
			}
		}
		return
	case refused:
		return
	case unchanged:
		for _, p := range d.decides {
			m.narrow(what, p.key, m.at(p.key).after(p, stays))
		}
		return
	}
	possible := false
	for _, p := range d.decides {
		possible = possible || len(m.at(p.key).after(p, changes)) > 0
	}
	if !possible {
		m.t.Errorf("%s by %s is answered as done, and there was nothing to do: %v", what, m.me.User, d.decides)
	}
	for _, p := range d.decides {
		if len(d.decides) == 1 {
			m.narrow(what, p.key, m.at(p.key).after(p, changes))
		} else {
			m.facts[p.key] = m.at(p.key).after(p, always)
		}
	}
	for _, p := range d.follows {
		m.facts[p.key] = m.at(p.key).after(p, always)
	}
}

// narrow takes over what a thing can still be.
func (m *diarist) narrow(what, key string, next values) {
	if len(next) == 0 {
		m.t.Errorf("%s by %s does not fit %s, which was %v", what, m.me.User, key, m.facts[key])
		return
	}
	m.facts[key] = next
}

// outcome is what a member saw of an operation.
type outcome int

const (
	unknown   outcome = iota // nothing, or that it cannot be told
	changed                  // it was done
	unchanged                // there was nothing to do
	refused                  // it could not be saved, and nothing was changed
)

// few are the items that the members check: so few that they collide.
var few = strings.Fields("memory gil gc weakref-contextvars cprofile line-profiler event-loop asyncio threading mypy pydantic pytest")

// act does a random operation and records its outcome.
func (m *diarist) act(dead <-chan struct{}) {
	item := few[rand.IntN(len(few))]
	made := func(op string) func(string) string {
		return func(value string) string {
			if value == "" {
				return op
			}
			return value
		}
	}
	switch n := rand.IntN(100); {
	case n < 45:
		inputs, link := []sandbox.Input{input("item", item)}, ""
		if rand.IntN(3) == 0 {
			link = m.link()
			inputs = append(inputs, input("link", link))
		}
		m.do("/check", dead, func() (*sandbox.Interaction, string, error) {
			i, err := m.d.Slash(m.me, []sandbox.Word{{Text: "check"}}, inputs)
			return i, "", err
		}, func(op string) deed {
			d := deed{decides: []part{{itemFact + item, made(op)}}}
			if link != "" {
				d.follows = []part{{linkFact + link, made(op)}}
			}
			return d
		}, undo{item: item, link: link})
	case n < 60:
		m.do("/uncheck", dead, func() (*sandbox.Interaction, string, error) {
			i, err := m.d.Slash(m.me, []sandbox.Word{{Text: "uncheck"}}, []sandbox.Input{input("item", item)})
			return i, "", err
		}, func(string) deed {
			return deed{decides: []part{{itemFact + item, func(string) string { return "" }}}}
		}, undo{})
	case n < 75 && len(m.undos) > 0:
		at := rand.IntN(len(m.undos))
		u := m.undos[at]
		gone := func(value string) string {
			if value == u.op {
				return ""
			}
			return value
		}
		if m.do("Undo", dead, func() (*sandbox.Interaction, string, error) {
			i, err := m.d.Press(m.me, u.message, u.custom)
			return i, u.message, err
		}, func(string) (d deed) {
			if u.item != "" {
				d.decides = append(d.decides, part{itemFact + u.item, gone})
			}
			if u.link != "" {
				d.decides = append(d.decides, part{linkFact + u.link, gone})
			}
			return d
		}, undo{}) == changed {
			m.undos = slices.Delete(m.undos, at, at+1) // the button is gone
		}
	default:
		link := m.link()
		m.do("/share", dead, func() (*sandbox.Interaction, string, error) {
			i, err := m.d.Slash(m.me, []sandbox.Word{{Text: "share"}}, []sandbox.Input{input("link", link)})
			return i, "", err
		}, func(op string) deed {
			return deed{decides: []part{{linkFact + link, made(op)}}}
		}, undo{link: link})
	}
}

func input(name, value string) sandbox.Input {
	return sandbox.Input{Name: sandbox.Word{Text: name}, Value: sandbox.Word{Text: value}}
}

// link is one that nobody has shared.
func (m *diarist) link() string {
	m.links++
	return fmt.Sprintf("https://example.com/%s/%d", m.me.User, m.links)
}

// do begins an operation, waits for its answer and settles it. button is what an Undo
// button in the answer is for.
func (m *diarist) do(what string, dead <-chan struct{}, begin func() (*sandbox.Interaction, string, error), as func(op string) deed, button undo) outcome {
	started := time.Now()
	i, source, err := begin()
	if err != nil {
		m.t.Errorf("%s by %s: %v", what, m.me.User, err)
		return unknown
	}
	message, answered := m.await(i, source, dead)
	o := unknown
	if answered {
		m.longest = max(m.longest, time.Since(started))
		o = m.read(what, message)
	}
	if o == unknown {
		m.unsure.Add(1)
	} else {
		m.seen.Add(1)
	}
	m.settle(what, as(i.ID()), o)
	if o == changed && message.Components != nil {
		walk(message.Components, func(c schema.Component) {
			if strings.Contains(c.CustomID, ":undo:") {
				button.message, button.custom, button.op = message.ID, c.CustomID, i.ID()
				m.undos = append(m.undos, button)
			}
		})
	}
	return o
}

// await waits for what the member sees as the answer to an interaction; source
// is the message whose button was pressed. There is none when dead is closed
// before, or the bot has not responded in time.
func (m *diarist) await(i *sandbox.Interaction, source string, dead <-chan struct{}) (*sandbox.Message, bool) {
	done, late := i.Done(), (<-chan time.Time)(nil)
	over := false
	for {
		effects, more := m.d.Effects(m.looked)
		for n, e := range effects {
			if e.User != m.me.User || e.Message == nil || e.Kind != sandbox.Posted && e.Kind != sandbox.Edited {
				continue
			}
			if e.Message.InteractionMetadata["id"] == i.ID() || e.Kind == sandbox.Edited && e.Message.ID == source {
				m.looked += n + 1
				return e.Message, true
			}
		}
		m.looked += len(effects)
		if over {
			return nil, false
		}
		select {
		case <-more:
		case <-dead:
			over = true
		case <-done: // a message may follow still, of what was deferred
			done, late = nil, time.After(5*time.Second)
		case <-late:
			m.silent.Add(1)
			over = true
		}
	}
}

// read tells what an answer says.
func (m *diarist) read(what string, message *sandbox.Message) outcome {
	text := textOf(message)
	says := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
	}
	switch {
	case says("The storage cannot be reached right now"):
		m.away.Add(1)
		return unknown
	case says("Nothing can be saved right now. Nothing has changed"):
		return refused
	case says("✅", "shared a post", "is no longer ticked", "record was undone"):
		return changed
	case says("You did **", "is not ticked; nothing was changed", "nothing left to undo"):
		return unchanged
	}
	m.t.Errorf("%s by %s is answered strangely: %s", what, m.me.User, text)
	return unknown
}

// ask uses /progress and returns the answer's text.
func (m *diarist) ask() string {
	i, err := m.d.Slash(m.me, []sandbox.Word{{Text: "progress"}}, nil)
	if err != nil {
		m.t.Errorf("/progress: %v", err)
		return ""
	}
	message, answered := m.await(i, "", nil)
	if !answered {
		return ""
	}
	return textOf(message)
}

// textOf is all text in a message.
func textOf(message *sandbox.Message) string {
	text := message.Content
	walk(message.Components, func(c schema.Component) { text += "\n" + c.Content })
	return text
}

func walk(components []schema.Component, visit func(schema.Component)) {
	for _, c := range components {
		visit(c)
		walk(c.Components, visit)
	}
}

// eventually waits until something is so.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// more returns whether a counter has grown by so much since now, or the test
// has failed meanwhile.
func (p *party) more(counter *atomic.Int64, by int) func() bool {
	goal := counter.Load() + int64(by)
	return func() bool { return counter.Load() >= goal || p.t.Failed() }
}

// verified runs the subcommand verify, and returns how many events there are
// and whether the end of the log was torn.
func verified(t *testing.T, environment map[string]string) (events int, torn bool) {
	t.Helper()
	var out, log journal
	if err := run(t.Context(), []string{"dojang", "verify"}, func(key string) string { return environment[key] }, strings.NewReader(""), &out, &log); err != nil {
		t.Errorf("verify: %v\n%s%s", err, &out, &log)
	}
	var groups, guilds, differences int
	if _, err := fmt.Sscanf(out.String(), "%d groups in %d servers, %d events: %d differences", &groups, &guilds, &events, &differences); err != nil || groups != 1 || differences > 0 {
		t.Errorf("verify: %s", &out)
	}
	return events, strings.Contains(log.String(), "not whole")
}

// victim is a bot in a process of its own, killed over and over.
type victim struct {
	*party
	environment map[string]string
	directory   string
	redis       *redistest.Server // nil with the embedded store
	connections *atomic.Int64     // to Discord, but for the gateway's
	process     *exec.Cmd
	log         journal

	kills, starts, redisKills int
	torn, redisTorn           int // ends of logs
}

// start starts the bot.
func (v *victim) start() {
	v.t.Helper()
	v.process = exec.Command(os.Args[0])
	v.process.Dir, v.process.Stderr = v.directory, &v.log
	v.process.Env = append(os.Environ(), child+"=dojang")
	for key, value := range v.environment {
		v.process.Env = append(v.process.Env, key+"="+value)
	}
	if err := v.process.Start(); err != nil {
		v.t.Fatal(err)
	}
}

// ready waits until the bot takes interactions.
func (v *victim) ready() {
	v.t.Helper()
	eventually(v.t, "the bot connects", func() bool { return v.d.Gateway().Connections() > 0 && len(v.d.Commands()) > 0 })
}

// kill kills the bot, if it runs, and returns when all that it had sent has
// arrived.
func (v *victim) kill() {
	if v.process == nil {
		return
	}
	_ = v.process.Process.Kill()
	_ = v.process.Wait() // how it ended is known
	v.process = nil
	eventually(v.t, "the connections end", func() bool { return v.d.Gateway().Connections() == 0 && v.connections.Load() == 0 })
}

// inspect verifies what a kill has left, and holds it against what was seen.
func (v *victim) inspect() (events int) {
	v.t.Helper()
	events, torn := verified(v.t, v.environment)
	if torn {
		v.torn++
	}
	v.audit(v.environment)
	return events
}

// round lets members act, kills the bot and sometimes Redis meanwhile, and
// looks at what is left.
func (v *victim) round(n int) {
	v.t.Helper()
	v.start()
	if n%5 == 4 { // in the middle of a start
		v.starts++
		<-time.After(rand.N(250 * time.Millisecond))
		v.kill()
		v.kills++
		v.inspect()
		return
	}
	v.ready()
	v.totals()
	stop, dead := make(chan struct{}), make(chan struct{})
	wait := v.act(stop, dead)
	end := sync.OnceFunc(func() {
		close(stop)
		close(dead)
		wait()
	})
	defer end()
	eventually(v.t, "members are answered", v.more(&v.seen, 1+rand.IntN(80)))
	<-time.After(rand.N(3 * time.Millisecond)) // anywhere between two answers
	switch {
	case v.redis != nil && n%3 == 1:
		v.stopRedis()
		v.redisKills++
		eventually(v.t, "members are told", v.more(&v.away, len(v.members)))
		v.restartRedis()
		eventually(v.t, "the bot has found Redis again", v.more(&v.seen, 20))
		v.kill()
	case v.redis != nil && n%3 == 2:
		v.stopRedis()
		v.redisKills++
		v.kill()
		v.restartRedis()
	default:
		v.kill()
	}
	v.kills++
	end()
	v.inspect()
}

// stopRedis kills Redis, once its log was rewritten since it was last started: the bot
// asks for that.
func (v *victim) stopRedis() {
	v.t.Helper()
	client := v.redis.Client()
	defer func() { _ = client.Close() }()
	eventually(v.t, "Redis is asked to rewrite its log", func() bool {
		info := client.InfoMap(v.t.Context(), "server").Val()
		return client.Exists(v.t.Context(), "dojang:{aof"+info["Server"]["run_id"]+"}").Val() == 1
	})
	v.redis.AwaitRewritten()
	v.redis.Stop()
}

func (v *victim) restartRedis() {
	v.t.Helper()
	if v.redis.Restart() {
		v.redisTorn++
	}
}

// newVictim makes a Discord over sockets with members in it, and says where the
// bot is to find it.
func newVictim(t *testing.T, environment map[string]string) *victim {
	t.Helper()
	d, guild, home := sandbox.World(sandbox.Options{Clock: sandbox.NewClock(time.Now().Add(time.Hour)), Real: time.Now, NoMentions: true})
	v := &victim{party: newParty(t, d, guild, home), directory: t.TempDir(), connections: &atomic.Int64{}}
	server := httptest.NewUnstartedServer(d)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			v.connections.Add(1)
		case http.StateClosed, http.StateHijacked:
			v.connections.Add(-1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	t.Cleanup(d.Gateway().Drop)
	t.Cleanup(func() {
		if v.process != nil {
			_ = v.process.Process.Kill()
			_ = v.process.Wait()
		}
		if t.Failed() {
			t.Logf("the bots' log:\n%s", &v.log)
		}
	})
	v.environment = environment
	environment["DOJANG_DISCORD_URL"], environment["DOJANG_DISCORD_TOKEN"], environment["DOJANG_LOG_LEVEL"] = server.URL, d.Token(), "warn"
	return v
}

// kills is how often a bot is killed.
func kills() int {
	if os.Getenv("DOJANG_TEST_LONG") != "" {
		return 50
	}
	return 10
}

// A bot that is killed at any moment, and Redis with it, has lost nothing that
// a member saw, and has done nothing twice.
func TestKills(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"embedded", "redis"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			environment := map[string]string{}
			var server *redistest.Server
			if kind == "redis" {
				server = redistest.Start(t, redistest.Durable...)
				environment["DOJANG_REDIS_URL"] = server.URL
			} else {
				environment["DOJANG_DATA_DIR"] = t.TempDir()
			}
			v := newVictim(t, environment)
			v.redis = server
			v.start()
			v.ready()
			founder := player.New(v.d, v.guild, v.members[0].me.Channel, io.Discard)
			if refused, err := founder.Play(t.Context(), strings.NewReader("민수: /group create name:g\n")); err != nil || refused > 0 {
				t.Fatalf("the group is not made: %d refused, %v", refused, err)
			}
			v.kill()
			for n := range kills() {
				v.round(n)
				if t.Failed() {
					t.Fatalf("after %d kills", v.kills)
				}
			}
			v.start()
			v.ready()
			v.totals()
			_ = v.process.Process.Signal(syscall.SIGTERM)
			if err := v.process.Wait(); err != nil {
				t.Errorf("told to end, the bot ends with %v", err)
			}
			v.process = nil
			events := v.inspect()
			for _, fault := range v.d.Faults() {
				// A callback that this machine was too slow to confirm is sent again.
				if !strings.HasPrefix(fault, "the application did not respond to ") && !strings.Contains(fault, "40060") {
					t.Errorf("fault: %s", fault)
				}
			}
			if strings.Contains(v.log.String(), "DATA RACE") {
				t.Error("the bot has a data race")
			}
			t.Logf("%s: %d kills of the bot, %d of them while it started, %d of Redis; %d acts whose outcome was seen, %d with an unknown one (of %d the member was told so, %d were left without an answer by a bot that was alive), %d events; "+
				"torn ends: %d of our log, %d of Redis's; lost: %d, twice: %d", kind, v.kills, v.starts, v.redisKills, v.seen.Load(), v.unsure.Load(), v.away.Load(), v.silent.Load(), events,
				v.torn, v.redisTorn, v.lost, v.twice)
		})
	}
}
