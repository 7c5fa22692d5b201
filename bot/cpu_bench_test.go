package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/redis/go-redis/v9"

	"dojang/sandbox"
	"dojang/store/redistest"
)

// smallScript is about the least that a check can cost a store.
var smallScript = redis.NewScript(`
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return {0, 0, 0} end
redis.call('XADD', KEYS[3], '*', 'e', ARGV[3])
local score = redis.call('ZINCRBY', KEYS[2], 1, ARGV[4])
return {1, redis.call('HLEN', KEYS[1]), redis.call('ZCOUNT', KEYS[2], '(' .. score, '+inf') + 1}`)

// smallBot is a bot that does nothing but answer /check: discordgo without
// state and intents, one script, a short message, and answers over connections
// that are kept. It is what a check costs when nothing else is wanted.
func smallBot(ctx context.Context) error {
	origin, token := os.Getenv("DOJANG_DISCORD_URL"), os.Getenv("DOJANG_DISCORD_TOKEN")
	options, err := redis.ParseURL(os.Getenv("DOJANG_REDIS_URL"))
	if err != nil {
		return err
	}
	options.Protocol, options.DisableIdentity = 2, true
	client := redis.NewClient(options)
	defer client.Close()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 0, 256
	rest := &http.Client{Transport: transport}
	d, err := discordgo.New("Bot " + token)
	if err != nil {
		return err
	}
	d.StateEnabled, d.Identify.Intents = false, 0
	d.Client = &http.Client{Transport: redirect{origin, transport}}
	d.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) {
		if i.Type != discordgo.InteractionApplicationCommand || i.Member == nil {
			return
		}
		item := i.ApplicationCommandData().Options[0].StringValue()
		event, err := json.Marshal(map[string]any{"v": 1, "op": i.ID, "type": "check", "item": item, "member": i.Member.User.ID})
		if err != nil {
			return
		}
		reply, err := smallScript.Run(ctx, client, []string{"{7}:u:" + i.Member.User.ID, "{7}:b", "{7}:e"}, item, i.ID, event, i.Member.User.ID).Int64Slice()
		if err != nil {
			return
		}
		body, err := json.Marshal(map[string]any{"type": 4, "data": map[string]any{
			"embeds":           []any{map[string]any{"title": item, "description": fmt.Sprintf("%d/168, place %d", reply[1], reply[2])}},
			"allowed_mentions": map[string]any{"parse": []string{}}}})
		if err != nil {
			return
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, origin+"/api/v10/interactions/"+i.ID+"/"+i.Token+"/callback", bytes.NewReader(body))
		if err != nil {
			return
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("User-Agent", "DiscordBot (https://small.example, 1)")
		if answer, err := rest.Do(request); err == nil {
			_, _ = io.Copy(io.Discard, answer.Body)
			_ = answer.Body.Close()
		}
	})
	if err := d.Open(); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// redirect sends discordgo's requests to another origin.
type redirect struct {
	origin string
	next   http.RoundTripper
}

func (r redirect) RoundTrip(request *http.Request) (*http.Response, error) {
	there, err := http.NewRequestWithContext(request.Context(), request.Method, r.origin+request.URL.RequestURI(), request.Body)
	if err != nil {
		return nil, err
	}
	there.Header = request.Header
	return r.next.RoundTrip(there)
}

// BenchmarkGatewayCPU compares the CPU time that a check over the gateway costs
// this bot with what it costs the small one, in turn and in one run: checks by
// 16 members at a time, against the sandbox over sockets and a redis-server.
func BenchmarkGatewayCPU(b *testing.B) {
	const checks, rounds = 3000, 3
	var cpu [2]time.Duration
	for b.Loop() {
		for range rounds {
			for i, bot := range []string{"dojang", "small"} {
				cpu[i] += gatewayCPU(b, bot, checks)
			}
		}
	}
	n := float64(b.N * rounds * checks)
	b.ReportMetric(float64(cpu[0].Microseconds())/n, "cpu-µs/check")
	b.ReportMetric(float64(cpu[1].Microseconds())/n, "cpu-µs/small")
	b.ReportMetric(float64(cpu[0])/float64(cpu[1]), "ratio")
}

// gatewayCPU runs a bot in a process of its own through so many checks and
// returns the CPU time it took for them.
func gatewayCPU(b *testing.B, bot string, checks int) time.Duration {
	b.Helper()
	redisServer := redistest.Start(b)
	defer redisServer.Stop()
	d, guild, home := sandbox.World(sandbox.Options{Clock: sandbox.NewClock(time.Now().Add(time.Hour)), Real: time.Now})
	server := httptest.NewServer(d)
	defer server.Close()
	defer d.Gateway().Drop()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), child+"="+bot, "DOJANG_DISCORD_URL="+server.URL, "DOJANG_DISCORD_TOKEN="+d.Token(),
		"DOJANG_REDIS_URL="+redisServer.URL)
	if err := process.Start(); err != nil { // its log, a line for each interaction, goes nowhere
		b.Fatal(err)
	}
	defer func() {
		_ = process.Process.Signal(syscall.SIGTERM)
		_ = process.Wait()
	}()
	if bot == "small" {
		register(b, server.URL, d)
	}
	play := func(lines string) {
		player := sandbox.NewPlayer(d, guild, home, io.Discard)
		if refused, err := player.Play(b.Context(), strings.NewReader(lines)); err != nil || refused > 0 {
			b.Fatalf("%d refused, %v", refused, err)
		}
	}
	for deadline := time.Now().Add(20 * time.Second); d.Gateway().Connections() == 0 || len(d.Commands()) == 0; {
		if time.Now().After(deadline) {
			b.Fatal("the bot does not connect")
		}
		time.Sleep(5 * time.Millisecond)
	}
	if bot == "dojang" {
		play("민수: /group create name:g\n")
	}
	ids := strings.Fields("memory gil gc weakref-contextvars cprofile line-profiler event-loop memory-profiling asyncio threading")
	var actors []sandbox.Actor
	for i := range checks/len(ids) + 1 {
		actors = append(actors, sandbox.Actor{User: d.AddMember(guild, fmt.Sprintf("member%d", i), "ko", 0), Channel: home})
	}
	work := make(chan int)
	var busy sync.WaitGroup
	before := processCPU(b, process.Process.Pid)
	for range 16 {
		busy.Go(func() {
			for i := range work {
				item := sandbox.Input{Name: sandbox.Word{Text: "item"}, Value: sandbox.Word{Text: ids[i%len(ids)]}}
				interaction, err := d.Slash(actors[i/len(ids)], []sandbox.Word{{Text: "check"}}, []sandbox.Input{item})
				if err != nil {
					b.Error(err)
					continue
				}
				<-interaction.Done()
			}
		})
	}
	for i := range checks {
		work <- i
	}
	close(work)
	busy.Wait()
	return processCPU(b, process.Process.Pid) - before
}

// register registers the small bot's command.
func register(b *testing.B, origin string, d *sandbox.Discord) {
	b.Helper()
	body := `[{"type":1,"name":"check","description":"d","options":[{"type":3,"name":"item","description":"d"}]}]`
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPut, origin+"/api/v10/applications/"+d.Application()+"/commands", strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "DiscordBot (https://small.example, 1)")
	request.Header.Set("Authorization", "Bot "+d.Token())
	answer, err := http.DefaultClient.Do(request)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.Fatalf("register: %v, %v", answer, err)
	}
	_ = answer.Body.Close()
}

// processCPU is the CPU time, of user and system, that a process has used.
// See proc(5): fields 14 and 15 of stat, in hundredths of a second.
func processCPU(b *testing.B, pid int) time.Duration {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Skip("this system has no /proc")
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	var user, system int64
	if _, err := fmt.Sscan(fields[11]+" "+fields[12], &user, &system); err != nil {
		b.Fatal(err)
	}
	return time.Duration(user+system) * 10 * time.Millisecond
}
