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
	"sync"
	"time"

	"dojang/sandbox"
	"dojang/sandbox/player"
)

// groupSetup has the commands that make the sandbox's study group before the user sees
// it. Members join in the other channel to keep the home channel clear.
const groupSetup = `민수: /group create name:"파이썬 백엔드" timezone:Asia/Seoul
민수 #잡담: /group join
지원 #잡담: /group join
서연 #잡담: /group join
Alex #잡담: /group join
Mina #잡담: /group join
`

// runSandbox is the subcommand sandbox: the real bot, over sockets, against a local
// Discord. Users act on a page, or by lines of text.
func (p *program) runSandbox(ctx context.Context) error {
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if strings.Contains(p.args.Sandbox.Data, "://") {
		return fmt.Errorf("--data %s is an address; a sandbox is kept in a directory", masked(p.args.Sandbox.Data))
	}
	open := func() (*sandboxed, error) {
		start := time.Now().Truncate(time.Minute).Add(time.Minute)
		if text := p.args.Sandbox.Clock; text != "" {
			if start, err = time.ParseInLocation("2006-01-02T15:04", text, seoul); err != nil {
				return nil, fmt.Errorf("--clock %q is not of the form 2026-11-23T09:00", text)
			}
		}
		return openWithGroup(ctx, start, p.args.Sandbox.Data, seoul, log)
	}
	box, err := open()
	if err != nil {
		return err
	}
	if p.wantsPage() {
		return p.serveSandbox(ctx, box, open, log)
	}
	refused, err := p.playSandbox(ctx, box)
	if err = errors.Join(err, box.end()); err == nil && refused > 0 {
		fmt.Fprintf(p.stderr, "dojang: %d lines were not understood\n", refused)
		err = errReported
	}
	return err
}

// wantsPage reports whether to serve the page. Input from a file or a pipe is played as
// lines of text instead. A service manager's /dev/null is a character device like a
// terminal, so it gets the page.
func (p *program) wantsPage() bool {
	f, ok := p.stdin.(*os.File)
	if !ok || p.args.Sandbox.Terminal {
		return false
	}
	info, err := f.Stat()
	return err != nil || info.Mode()&os.ModeCharDevice != 0 // after an error, stdin is closed
}

// openWithGroup is openSandbox, and makes a study group if the storage has none.
func openWithGroup(ctx context.Context, start time.Time, storage string, zone *time.Location, log *slog.Logger) (*sandboxed, error) {
	box, err := openSandbox(ctx, start, storage, log)
	if err != nil {
		return nil, err
	}
	box.zone = zone
	guild, err := box.bot.store.Current(ctx, box.guild)
	if err == nil && len(guild.Groups) == 0 {
		err = box.playAll(ctx, groupSetup)
	}
	if err != nil {
		return nil, errors.Join(err, box.close())
	}
	return box, nil
}

// playAll plays lines without showing anything. It fails if a line is not understood.
func (box *sandboxed) playAll(ctx context.Context, lines string) error {
	var out strings.Builder
	refused, err := box.player(&out).Play(ctx, strings.NewReader(lines))
	if err == nil && refused > 0 {
		err = fmt.Errorf("%d lines were not understood:\n%s", refused, out.String())
	}
	return err
}

// sandboxed is a bot that runs against a local Discord.
type sandboxed struct {
	discord     *sandbox.Discord
	zone        *time.Location // in which users set the clock
	log         *slog.Logger
	guild, home string
	clock       *sandbox.Clock
	bot         *bot
	server      *http.Server
	stop        context.CancelFunc
	ended       chan error // result of the bot's gateway
	closing     sync.Once
	closed      error // result of closing
}

// worldCreated is when the sandbox's world was created. Its ids follow from that time, so
// a later run finds the same members.
var worldCreated = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// maxRecordBytes is how many bytes of recorded requests and responses are kept for
// inspection.
const maxRecordBytes = 16 << 20

// openSandbox starts a local Discord and the bot on it, and returns when the commands
// are registered. Time begins at start or, if that is later, after the last stored
// event. storage is a Redis URL, a directory for the embedded store, or "" to keep
// everything in memory.
func openSandbox(ctx context.Context, start time.Time, storage string, log *slog.Logger) (*sandboxed, error) {
	created := worldCreated
	if start.Before(created) {
		created = start
	}
	box := &sandboxed{clock: sandbox.NewClock(created), zone: time.UTC, log: log, ended: make(chan error, 1)}
	box.discord, box.guild, box.home = sandbox.World(sandbox.Options{Clock: box.clock, Real: time.Now, Log: log, NoMentions: true, Records: maxRecordBytes})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	box.server = &http.Server{Handler: box.discord, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = box.server.Serve(listener) }() // until close

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

// player returns a player that acts in the home channel and writes to out.
func (box *sandboxed) player(out io.Writer) *player.Player {
	p := player.New(box.discord, box.guild, box.home, out)
	p.Zone, p.Advance, p.WaitIdle, p.Open = box.zone, box.advance, box.waitIdle, os.ReadFile
	return p
}

// waitIdle waits until the bot has handled everything that was sent to it.
func (box *sandboxed) waitIdle(ctx context.Context) {
	box.discord.Gateway().Flush(ctx)
	_ = box.bot.idle(ctx) // only fails when the context ends, which the caller notices
}

// advance moves the clock forward to a time, and runs the scheduler whenever a digest
// is due.
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

// end is close for a sandbox in which users acted. It also logs which of Discord's
// rules the bot broke.
func (box *sandboxed) end() error {
	err := box.close()
	for _, fault := range box.discord.Faults() {
		box.log.Error("the bot broke a rule of Discord's", "fault", fault)
	}
	return err
}

// close ends the bot and its Discord. Further calls return the same result.
func (box *sandboxed) close() error {
	box.closing.Do(func() {
		box.stop()
		if box.bot != nil {
			box.closed = <-box.ended
			waiting, cancel := context.WithTimeout(context.Background(), grace)
			defer cancel()
			box.closed = errors.Join(box.closed, box.bot.idle(waiting), box.bot.store.Close())
		}
		box.closed = errors.Join(box.closed, box.server.Close())
	})
	return box.closed
}
