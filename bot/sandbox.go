package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"dojang/sandbox"
)

// founding is how the study group of the sandbox was made, before anyone looks.
const founding = `민수: /group create name:"파이썬 백엔드" timezone:Asia/Seoul
민수: /group join
지원: /group join
서연: /group join
Alex: /group join
Mina: /group join
`

const welcome = `도장 샌드박스 — a Discord on this machine, with the real bot on it.

  민수 (관리자), 지원, 서연, Alex, Mina 가 "파이썬 백엔드" 스터디에 있고, Jun 은 아직 아닙니다.
  민수 (a manager), 지원, 서연, Alex and Mina are in the study group; Jun is not yet.

  민수: /check item:GIL link:https://example.com/gil
  Alex: /share link:https://example.com/b title:"Two words"
  민수: press Undo
  clock +1w
  help

`

// runSandbox is the subcommand sandbox: the same bot, over sockets, against a
// Discord of ours.
func (p *program) runSandbox(ctx context.Context) error {
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		return err
	}
	start := time.Now().Truncate(time.Minute).Add(time.Minute)
	if text := p.args.Sandbox.Clock; text != "" {
		if start, err = time.ParseInLocation("2006-01-02T15:04", text, seoul); err != nil {
			return fmt.Errorf("--clock %q is not of the form 2026-11-23T09:00", text)
		}
	}
	log := slog.New(slog.NewTextHandler(p.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	box, err := openSandbox(ctx, start, p.args.Sandbox.Data, log)
	if err != nil {
		return err
	}
	refused, err := p.playSandbox(ctx, box, seoul)
	err = errors.Join(err, box.close())
	for _, fault := range box.discord.Faults() {
		log.Error("the bot broke a rule of Discord's", "fault", fault)
	}
	if err == nil && refused > 0 {
		fmt.Fprintf(p.err, "dojang: %d lines were not understood\n", refused)
		err = errShown
	}
	return err
}

// playSandbox lets whoever is at the other end of the input act.
func (p *program) playSandbox(ctx context.Context, box *sandboxed, zone *time.Location) (refused int, err error) {
	guild, err := box.bot.store.Current(ctx, box.guild)
	if err != nil {
		return 0, err
	}
	if len(guild.Groups) == 0 { // else it was found in the directory
		found := box.player(io.Discard, zone)
		if refused, err := found.Play(ctx, strings.NewReader(founding)); err != nil || refused > 0 {
			return 0, errors.Join(err, fmt.Errorf("the study group could not be made: %d lines refused", refused))
		}
	}
	player := box.player(p.out, zone)
	player.Echo = true
	if f, ok := p.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		player.Echo, player.Colour, player.Prompt = false, true, "> "
		fmt.Fprint(p.out, welcome)
	}
	type result struct {
		refused int
		err     error
	}
	played := make(chan result, 1)
	go func() {
		refused, err := player.Play(ctx, p.in)
		played <- result{refused, err}
	}()
	select {
	case r := <-played:
		if ctx.Err() != nil {
			return r.refused, nil // told to end
		}
		return r.refused, r.err
	case <-ctx.Done(): // reading from a terminal goes on; nobody waits for it
		fmt.Fprintln(p.out)
		return 0, nil
	}
}

// sandboxed is a bot that runs against a Discord of ours.
type sandboxed struct {
	discord     *sandbox.Discord
	guild, home string
	clock       *sandbox.Clock
	bot         *bot
	server      *http.Server
	stop        context.CancelFunc
	ended       chan error // of the bot's gateway
}

// worldMade is when the sandbox's world was made: the ids in it follow from
// that, so that a later run finds its members again.
var worldMade = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// openSandbox starts a made-up Discord and the bot on it, and returns when the
// commands can be used. Time begins at start or, where that is later, after the
// last event that is stored. storage is a Redis URL, a directory for the
// embedded store, or "" to keep everything in memory.
func openSandbox(ctx context.Context, start time.Time, storage string, log *slog.Logger) (*sandboxed, error) {
	made := worldMade
	if start.Before(made) {
		made = start
	}
	box := &sandboxed{clock: sandbox.NewClock(made), ended: make(chan error, 1)}
	box.discord, box.guild, box.home = sandbox.World(sandbox.Options{Clock: box.clock, Real: time.Now, Log: log, NoMentions: true})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	box.server = &http.Server{Handler: box.discord, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = box.server.Serve(listener) }() // ends with close

	running, stop := context.WithCancel(ctx)
	box.stop = stop
	cfg := defaults()
	cfg.DiscordToken, cfg.DiscordURL, cfg.DataDir = box.discord.Token(), "http://"+listener.Addr().String(), storage
	if strings.Contains(storage, "://") {
		cfg.RedisURL = storage
	}
	if err := box.clock.Advance(start); err != nil {
		return nil, errors.Join(err, box.close())
	}
	if box.bot, err = newBot(running, cfg, box.clock.Now, log); err != nil {
		return nil, errors.Join(err, box.close())
	}
	if latest := box.bot.store.Latest().Truncate(time.Minute).Add(time.Minute); latest.After(start) {
		if err := box.clock.Advance(latest); err != nil {
			return nil, errors.Join(err, box.close())
		}
	}
	go func() { box.ended <- box.bot.gateway.Run(running) }()
	select {
	case <-box.bot.ready:
		return box, nil
	case err = <-box.ended:
		box.ended <- nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-time.After(30 * time.Second):
		err = errors.New("the bot does not reach the sandbox")
	}
	return nil, errors.Join(err, box.close())
}

// player makes a player who acts in the home channel and writes to out.
func (box *sandboxed) player(out io.Writer, zone *time.Location) *sandbox.Player {
	player := sandbox.NewPlayer(box.discord, box.guild, box.home, out)
	player.Zone = zone
	player.Advance = box.advance
	player.Settle = func(ctx context.Context) { _ = box.bot.answerer.Wait(ctx) } // the context's end shows elsewhere
	return player
}

// advance moves the clock to the time, stopping wherever a digest is due.
func (box *sandboxed) advance(ctx context.Context, to time.Time) error {
	var last time.Time
	for {
		next, ok, err := box.bot.store.NextDue(ctx)
		if err != nil {
			return err
		}
		if !ok || next.After(to) {
			return box.clock.Advance(to)
		}
		if next.Equal(last) {
			return fmt.Errorf("the digest due at %s was not dealt with", next)
		}
		last = next
		if next.After(box.clock.Now()) {
			if err := box.clock.Advance(next); err != nil {
				return err
			}
		}
		if err := box.bot.scheduler.Run(ctx); err != nil {
			return err
		}
	}
}

// close ends the bot and its Discord.
func (box *sandboxed) close() error {
	box.stop()
	var err error
	if box.bot != nil {
		err = <-box.ended
		waiting, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		err = errors.Join(err, box.bot.answerer.Wait(waiting), box.bot.store.Close())
	}
	return errors.Join(err, box.server.Close())
}
