package discord

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/sandbox"
)

// Of all events about servers, only those count by which the bot was added to one or
// removed from one.
func TestWhichServersAreNew(t *testing.T) {
	quiet := slog.New(slog.DiscardHandler)
	var got []string
	handle := func(event string, data json.RawMessage) {
		var g guild
		if err := json.Unmarshal(data, &g); err != nil {
			t.Error(err)
		}
		got = append(got, event+" "+g.ID)
	}
	s := newSession("token", intentGuilds, [2]int{0, 1}, newIdentifyLimiter(startInfo{Shards: 1}, quiet), quiet, func(string) {}, handle)
	take := func(name, data string) { s.handleEvent(event(name, data)) }
	take("READY", `{"session_id":"a","guilds":[{"id":"1","unavailable":true},{"id":"2","unavailable":true}]}`)
	take("GUILD_CREATE", `{"id":"1","unavailable":false}`) // described after READY
	take("GUILD_DELETE", `{"id":"1","unavailable":true}`)  // an outage
	take("GUILD_CREATE", `{"id":"1"}`)                     // and its end
	take("GUILD_CREATE", `{"id":"3","unavailable":true}`)  // added during one
	take("GUILD_CREATE", `{"id":"3"}`)
	take("GUILD_CREATE", `{"id":"3"}`) // after a resumption
	take("GUILD_DELETE", `{"id":"2"}`)
	take("GUILD_DELETE", `{"id":"2"}`)
	take("GUILD_CREATE", `{"id":"2"}`)
	take("READY", `{"session_id":"b","guilds":[{"id":"3"},{"id":"4"}]}`)
	take("GUILD_CREATE", `{"id":"4"}`)
	take("GUILD_CREATE", `{"id":"1"}`)
	want := []string{"GUILD_CREATE 3", "GUILD_DELETE 2", "GUILD_CREATE 2", "GUILD_CREATE 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Where the bot greets.
func TestWhereTheBotMayWrite(t *testing.T) {
	const (
		see, write, both = "1024", "2048", "3072"
		roles            = `"roles":[{"id":"1","permissions":"` + both + `"},{"id":"8","permissions":"0"},{"id":"9","permissions":"8"}]`
		self             = `"members":[{"user":{"id":"5"},"roles":["9"]},{"user":{"id":"7"},"roles":["8"]}]`
	)
	channel := func(id string, kind, position int, overwrites ...string) string {
		return fmt.Sprintf(`{"id":%q,"type":%d,"position":%d,"permission_overwrites":[%s]}`, id, kind, position, strings.Join(overwrites, ","))
	}
	deny := func(id, bits string) string { return fmt.Sprintf(`{"id":%q,"allow":"0","deny":%q}`, id, bits) }
	allow := func(id, bits string) string { return fmt.Sprintf(`{"id":%q,"allow":%q,"deny":"0"}`, id, bits) }
	for _, test := range []struct {
		name, system string
		channels     []string
		want         string
	}{
		{"the first by its place", "null", []string{channel("20", 0, 3), channel("21", 0, 1), channel("22", 0, 2)}, "21"},
		{"the older of two in one place", "null", []string{channel("100", 0, 1), channel("20", 0, 1)}, "20"},
		{"where Discord greets", `"22"`, []string{channel("21", 0, 1), channel("22", 0, 2)}, "22"},
		{"not where it may not write", `"22"`, []string{channel("21", 0, 1), channel("22", 0, 2, deny("1", write))}, "21"},
		{"not what it may not see", "null", []string{channel("21", 0, 1, deny("7", see)), channel("22", 0, 2)}, "22"},
		{"where its role lets it", "null", []string{channel("21", 0, 1, deny("1", both), allow("8", both)), channel("22", 0, 2)}, "21"},
		{"no voice channel, no category", "null", []string{channel("20", 4, 0), channel("21", 2, 0)}, ""},
		{"nowhere", "null", []string{channel("21", 0, 1, deny("1", write))}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var j joinedGuild
			raw := fmt.Sprintf(`{"id":"1","system_channel_id":%s,%s,%s,"channels":[%s]}`, test.system, roles, self, strings.Join(test.channels, ","))
			if err := json.Unmarshal([]byte(raw), &j); err != nil {
				t.Fatal(err)
			}
			if got := j.channel("7"); got != test.want {
				t.Errorf("channel %q, want %q", got, test.want)
			}
		})
	}
}

// BenchmarkGuilds measures the start of a session with 2,500 servers, each
// described in 17 kB.
func BenchmarkGuilds(b *testing.B) {
	quiet := slog.New(slog.DiscardHandler)
	var ids []string
	var frames [][]byte
	for i := range 2500 {
		ids = append(ids, fmt.Sprintf(`{"id":"%d","unavailable":true}`, i+1))
		var channels []string
		for len(strings.Join(channels, ",")) < 16_500 {
			channels = append(channels, fmt.Sprintf(`{"id":"12345678901234%d","type":0,"name":"channel-%d","position":%d,"topic":null,"nsfw":false,`+
				`"permission_overwrites":[{"id":"1234567890123456789","type":0,"allow":"0","deny":"3072"}],"rate_limit_per_user":0}`,
				10_000+len(channels), len(channels), len(channels)))
		}
		frames = append(frames, fmt.Appendf(nil, `{"op":0,"s":%d,"t":"GUILD_CREATE","d":{"name":"server","preferred_locale":"ko","channels":[%s],"id":"%d"}}`,
			i+2, strings.Join(channels, ","), i+1))
	}
	ready := fmt.Appendf(nil, `{"op":0,"s":1,"t":"READY","d":{"session_id":"a","guilds":[%s]}}`, strings.Join(ids, ","))
	handle := func(event string, _ json.RawMessage) { b.Errorf("%s is news", event) }
	conn, other := net.Pipe()
	defer other.Close()
	b.ReportAllocs()
	for b.Loop() {
		s := newSession("token", intentGuilds, [2]int{0, 1}, newIdentifyLimiter(startInfo{Shards: 1}, quiet), quiet, func(string) {}, handle)
		w := &wire{session: s, Conn: conn}
		for _, frame := range append([][]byte{ready}, frames...) {
			if err := w.receive(frame); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(frames[0])), "B/guild")
}

// Only Discord's answer that the bot has no such server counts as a removal.
func TestIsBotRemoved(t *testing.T) {
	b := newQuietBench(t)
	poster, guild := NewPoster(b.client), b.Guilds()[0].ID
	expect := func(what, id string, want, known bool) {
		t.Helper()
		if gone, err := poster.IsBotRemoved(t.Context(), id); gone != want || (err == nil) != known {
			t.Errorf("%s: %t, %v", what, gone, err)
		}
	}
	expect("in the server", guild, false, true)
	b.Disturb(func(string, string, *http.Request) *sandbox.Trouble {
		return &sandbox.Trouble{Status: http.StatusForbidden, Body: "<html>"}
	})
	expect("somebody else's refusal", guild, false, false)
	b.Disturb(func(string, string, *http.Request) *sandbox.Trouble {
		return &sandbox.Trouble{Status: http.StatusNotFound, Body: "{}"}
	})
	expect("a wrong address", guild, false, false)
	b.Disturb(nil)
	if err := b.RemoveMember(guild, b.Application()); err != nil {
		t.Fatal(err)
	}
	expect("removed", guild, true, true)
	expect("deleted", "5", true, true)
}
