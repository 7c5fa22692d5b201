package discord

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dojang/sandbox"
	"dojang/view"
)

func TestPermissionsIn(t *testing.T) {
	const (
		see, send, history, admin = discordgo.PermissionViewChannel, discordgo.PermissionSendMessages,
			discordgo.PermissionReadMessageHistory, discordgo.PermissionAdministrator
	)
	everyone := func(p permissions) []role {
		return []role{{"g", p}, {"bots", history}, {"mods", send}, {"admins", admin}}
	}
	for _, test := range []struct {
		name       string
		held       []string
		roles      []role
		overwrites []overwrite
		want       permissions
	}{
		{"what everyone may", nil, everyone(see | send), nil, see | send},
		{"a role adds to it", []string{"bots"}, everyone(see), nil, see | history},
		{"a role that is not held does not", nil, everyone(see), nil, see},
		{"an administrator may all, whatever the channel says", []string{"admins"}, everyone(0),
			[]overwrite{{"g", 0, see}, {"me", 0, send}}, ^permissions(0)},
		{"the channel takes from everyone", nil, everyone(see | send), []overwrite{{"g", 0, send}}, see},
		{"and gives", nil, everyone(see), []overwrite{{"g", send, 0}}, see | send},
		{"a role's overwrite goes before everyone's", []string{"bots"}, everyone(see), []overwrite{{"bots", send, 0}, {"g", 0, send}}, see | send | history},
		{"of two roles the one that allows wins", []string{"bots", "mods"}, everyone(see),
			[]overwrite{{"bots", send, 0}, {"mods", 0, send}}, see | send | history},
		{"the member's own goes before all", []string{"bots"}, everyone(see | send), []overwrite{{"me", 0, send}, {"bots", send, 0}}, see | history},
		{"others' overwrites do not matter", nil, everyone(see | send), []overwrite{{"you", 0, send}, {"mods", 0, see}}, see | send},
		{"what is not seen is no use", nil, everyone(see | send), []overwrite{{"me", history, see}}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := permissionsIn("g", "me", test.held, test.roles, test.overwrites); got != test.want {
				t.Errorf("%b, want %b", got, test.want)
			}
		})
	}
}

func TestAccess(t *testing.T) {
	const needed = sandbox.ViewChannel | sandbox.SendMessages | sandbox.SendMessagesInThreads | sandbox.ReadMessageHistory | sandbox.AttachFiles
	permit := func(p sandbox.Permissions) func(*bench) string {
		return func(b *bench) string {
			if err := b.Permit(b.actor.Channel, p); err != nil {
				b.t.Fatal(err)
			}
			return b.actor.Channel
		}
	}
	for _, test := range []struct {
		name    string
		prepare func(*bench) (channel string)
		want    view.Access // as far as permissions are needed
	}{
		{"all is well", func(b *bench) string { return b.actor.Channel }, view.Access{May: uint64(needed)}},
		{"no sending", permit(sandbox.Everyone &^ sandbox.SendMessages), view.Access{May: uint64(needed &^ sandbox.SendMessages)}},
		{"no history", permit(sandbox.Everyone &^ sandbox.ReadMessageHistory), view.Access{May: uint64(needed &^ sandbox.ReadMessageHistory)}},
		{"not to be seen", permit(sandbox.Everyone &^ sandbox.ViewChannel), view.Access{}},
		{"a thread has what its channel has", func(b *bench) string {
			permit(sandbox.Everyone &^ sandbox.SendMessagesInThreads)(b)
			return b.AddThread(b.actor.Channel, "thread")
		}, view.Access{May: uint64(needed &^ sandbox.SendMessagesInThreads), Thread: true}},
		{"the channel is gone", func(b *bench) string {
			if err := b.RemoveChannel(b.actor.Channel); err != nil {
				b.t.Fatal(err)
			}
			return b.actor.Channel
		}, view.Access{Problem: "channel"}},
		{"the bot was thrown out", func(b *bench) string {
			if err := b.RemoveMember(b.Guilds()[0].ID, b.Application()); err != nil {
				b.t.Fatal(err)
			}
			return b.actor.Channel
		}, view.Access{Problem: "guild"}},
		{"discord is away", func(b *bench) string {
			b.disturb("GET", "/channels/{channel}", -1, &sandbox.Trouble{Status: http.StatusBadGateway})
			return b.actor.Channel
		}, view.Access{Problem: "unreachable"}},
		{"discord does not answer", func(b *bench) string {
			b.disturb("GET", "/guilds/{guild}/roles", -1, &sandbox.Trouble{After: time.Hour})
			return b.actor.Channel
		}, view.Access{Problem: "unreachable"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				channel := test.prepare(b)
				began := time.Now()
				got := NewChannels(b.client).Access(t.Context(), b.Guilds()[0].ID, channel)
				got.May &= uint64(needed)
				if diff := cmp.Diff(test.want, got, cmpopts.IgnoreFields(view.Access{}, "Took")); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if took := time.Since(began); took > accessTimeout {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

func TestTryingAChannelLeavesNothingBehind(t *testing.T) {
	for _, test := range []struct {
		name            string
		prepare         func(*bench)
		problem         string
		stays           bool
		posted, deleted int
	}{
		{"it works", func(*bench) {}, "", false, 1, 1},
		{"no permission", func(b *bench) {
			if err := b.Permit(b.actor.Channel, sandbox.ViewChannel); err != nil {
				b.t.Fatal(err)
			}
		}, "permission", false, 0, 0},
		{"no channel", func(b *bench) {
			if err := b.RemoveChannel(b.actor.Channel); err != nil {
				b.t.Fatal(err)
			}
		}, "channel", false, 0, 0},
		{"discord is away when it is to be deleted", func(b *bench) {
			b.disturb("DELETE", channelEndpoint+"/{message}", -1, &sandbox.Trouble{Status: http.StatusBadGateway})
		}, "", true, 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				test.prepare(b)
				problem, stayed, err := NewChannels(b.client).Try(t.Context(), b.actor.Channel, words(), "try 1")
				if problem != test.problem || (stayed != "") != test.stays || err != nil {
					t.Errorf("problem %q, stayed %q, %v; want %q, %t", problem, stayed, err, test.problem, test.stays)
				}
				b.want(map[sandbox.EffectKind]int{sandbox.Posted: test.posted, sandbox.Deleted: test.deleted})
			})
		})
	}
}
