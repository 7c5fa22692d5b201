package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/commands"
	"dojang/commands/router"
	"dojang/store"
	"dojang/store/redistest"
)

// capture keeps the arguments of the last script that was run.
type capture struct{ args []any }

func (c *capture) DialHook(next redis.DialHook) redis.DialHook { return next }

func (c *capture) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		c.args = cmd.Args()
		return next(ctx, cmd)
	}
}

func (c *capture) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// interaction is a command as the gateway brings it.
func interaction(id, user int, name, options string) []byte {
	return fmt.Appendf(nil, `{"id":"%d","application_id":"1","type":2,"token":"t","version":1,"guild_id":"7","channel_id":"9",
"channel":{"id":"9","type":0,"name":"study","guild_id":"7","position":0,"permissions":"2248473465835073","flags":0},
"guild":{"id":"7","locale":"ko","features":["COMMUNITY"]},"guild_locale":"ko","locale":"ko","app_permissions":"2222085186636353","context":0,
"authorizing_integration_owners":{"0":"7"},"entitlements":[],"attachment_size_limit":10485760,
"member":{"user":{"id":"%d","username":"user%d","global_name":"민수","discriminator":"0","avatar":null,"public_flags":0},"nick":null,"roles":["7"],
"permissions":"2248473465835105","joined_at":"2026-01-01T00:00:00.000000+00:00","pending":false,"mute":false,"deaf":false,"flags":0},
"data":{"id":"5","name":%q,"type":1,"options":[%s]}}`, 1574161298227200086+id<<22, user, user, name, options)
}

// BenchmarkCheck measures a check from the decoded interaction to the encoded
// reply and, beside it, the bare round trip of the very same script, on a real
// redis-server: both in turn, so that the ratio holds when the machine drifts.
func BenchmarkCheck(b *testing.B) {
	server := redistest.Start(b)
	log := slog.New(slog.DiscardHandler)
	s, err := store.Open(server.URL)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	seen := &capture{}
	s.AddHook(seen)
	handler, err := commands.NewRouter(commands.Settings{Store: s, Log: log, Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	handle := func(in *router.Interaction) router.Reply { return handler.Handle(b.Context(), in) }
	decode := func(raw []byte) *router.Interaction {
		in, err := router.Decode(raw)
		if err != nil {
			b.Fatal(err)
		}
		return in
	}
	if reply := handle(decode(interaction(0, 1, "group", `{"name":"create","type":1,"options":[{"name":"name","type":3,"value":"g"}]}`))); reply.Private {
		b.Fatal("the group is not made")
	}
	options, err := redis.ParseURL(server.URL)
	if err != nil {
		b.Fatal(err)
	}
	options.Protocol = 2
	bare := redis.NewClient(options)
	defer bare.Close()
	if err := bare.Copy(b.Context(), "dojang:{7}", "dojang:{8}", 0, false).Err(); err != nil {
		b.Fatal(err)
	}
	items := strings.Fields("memory gil gc weakref-contextvars cprofile line-profiler event-loop memory-profiling asyncio threading")
	var whole, alone time.Duration
	n := 0
	for b.Loop() {
		n++
		in := decode(interaction(n, 100+n/len(items), "check", fmt.Sprintf(`{"name":"item","type":3,"value":%q}`, items[n%len(items)])))
		start := time.Now()
		reply := handle(in)
		if _, err := json.Marshal(reply.Message); err != nil || reply.Private {
			b.Fatalf("%+v, %v", reply, err)
		}
		whole += time.Since(start)

		args := append([]any(nil), seen.args...)
		for i, arg := range args { // the same for a guild of its own
			if key, ok := arg.(string); ok {
				args[i] = strings.Replace(key, "dojang:{7}", "dojang:{8}", 1)
			}
		}
		start = time.Now()
		answer, err := bare.Do(b.Context(), args...).Text()
		alone += time.Since(start)
		if err != nil || !strings.HasPrefix(answer, "ok\n") {
			b.Fatalf("bare: %q, %v", answer, err)
		}
	}
	b.ReportMetric(float64(whole.Nanoseconds())/float64(n), "ns/check")
	b.ReportMetric(float64(alone.Nanoseconds())/float64(n), "ns/bare")
	b.ReportMetric(float64(whole)/float64(alone), "ratio")
}
