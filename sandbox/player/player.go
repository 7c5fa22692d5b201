package player

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dojang/sandbox"
)

// Player executes lines of text in a guild and writes what its members see. A
// message is written as its reader sees it, in the language of their client:
// the reader is the member who acts, or the guild if nobody does.
//
// Some values are special: choose "" selects nothing from a menu, "submit
// name:" leaves a field empty, and the value of an option that takes a file is
// the file's name.
type Player struct {
	// Zone is the time zone in which the clock is set and times are written. The
	// default is nine hours east of Greenwich, as in Seoul.
	Zone *time.Location

	// Advance does what is due until the given time, before the clock is set to
	// it. It may move the clock up to there itself. Nil does nothing.
	Advance func(ctx context.Context, to time.Time) error

	// WaitIdle returns when the bot has finished what the last line caused. Nil
	// returns at once.
	WaitIdle func(ctx context.Context)

	// Save saves a file under a name that is not taken. If Save is nil, no file
	// can be saved.
	Save func(name string, data []byte) error

	// Open reads a file by the name that was typed for an option. If Open is nil,
	// no files can be attached.
	Open func(name string) ([]byte, error)

	// Patience is how long to wait for a deferred response, in real time.
	Patience time.Duration

	Colour bool   // for a terminal
	Prompt string // written before each line is read, for a terminal
	Echo   bool   // write each line before its result

	d              *sandbox.Discord
	guild, channel string
	out            *bufio.Writer
	lastEffect     int                // number of the last effect that was read
	messageNumbers map[string]int     // of messages, by id
	messages       []*sandbox.Message // by number, from 1
	day            string             // in the last header
	actorID        string             // the member whose line is played, or ""
}

// New returns a player for the guild that writes to out what happens from now
// on. Members act in the channel unless a line names another.
func New(d *sandbox.Discord, guild, channel string, out io.Writer) *Player {
	p := &Player{
		Zone:     time.FixedZone("KST", 9*60*60),
		Patience: 15 * time.Second,
		d:        d, guild: guild, channel: channel,
		out:            bufio.NewWriter(out),
		messageNumbers: map[string]int{},
	}
	effects, _ := d.Effects(0)
	for _, e := range effects {
		p.lastEffect = e.N
	}
	return p
}

// Play plays lines until the end of in. A line that cannot be understood or
// carried out is reported with its column and counted in refused, and Play
// continues with the next. The error is one of reading, writing, the context or
// Advance.
func (p *Player) Play(ctx context.Context, in io.Reader) (refused int, err error) {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, 1<<20)
	next := func() bool {
		fmt.Fprint(p.out, p.Prompt)
		return p.out.Flush() == nil && scanner.Scan()
	}
	for number := 1; next(); number++ {
		if p.Echo {
			fmt.Fprintln(p.out, p.paint(dim, "> "+scanner.Text()))
		}
		var m *sandbox.Mistake
		switch err := p.playLine(ctx, scanner.Text()); {
		case errors.As(err, &m):
			refused++
			place := fmt.Sprintf("line %d", number)
			if m.Column > 0 {
				place += fmt.Sprintf(", column %d", m.Column)
			}
			fmt.Fprintln(p.out, p.paint(red, place+": "+m.Reason))
		case err != nil:
			return refused, fmt.Errorf("line %d: %w", number, err)
		}
		if err := p.out.Flush(); err != nil {
			return refused, fmt.Errorf("writing: %w", err)
		}
	}
	if err := scanner.Err(); err != nil {
		return refused, fmt.Errorf("reading lines: %w", err)
	}
	return refused, ctx.Err()
}

// playLine executes one line and writes the result.
func (p *Player) playLine(ctx context.Context, text string) error {
	text = strings.TrimRight(text, " \t\r")
	if trimmed := strings.TrimSpace(text); trimmed == "" || strings.HasPrefix(trimmed, "#") {
		return nil
	}
	l, err := parseLine(text)
	if err != nil {
		return err
	}
	p.actorID = ""
	switch l.verb {
	case membersVerb:
		p.listMembers()
		return nil
	case helpVerb:
		p.help()
		return nil
	case clockVerb:
		if err := p.setClock(ctx, l.args[0]); err != nil {
			return err
		}
	case permitVerb, removeVerb, inviteVerb:
		if err := p.changeServer(l); err != nil {
			return err
		}
	default:
		i, err := p.perform(l)
		if err != nil {
			return err
		}
		if err := p.awaitResponse(ctx, i); err != nil {
			return err
		}
	}
	if p.WaitIdle != nil {
		p.WaitIdle(ctx)
	}
	p.catchUp()
	return ctx.Err()
}

// awaitResponse waits until the member who acted waits no longer. i is nil if
// the action caused no interaction.
func (p *Player) awaitResponse(ctx context.Context, i *sandbox.Interaction) error {
	if i == nil {
		return nil
	}
	patience := time.NewTimer(sandbox.AnswerLimit + p.Patience)
	defer patience.Stop()
	select {
	case <-i.Done():
	case <-patience.C:
		p.d.Abandon(i)
	case <-ctx.Done():
	}
	return ctx.Err()
}

// setClock moves the clock forward, to a local time or by a span.
func (p *Player) setClock(ctx context.Context, w sandbox.Word) error {
	now := p.d.Clock().Now().In(p.Zone)
	to, err := sandbox.ClockTime(now, w)
	if err != nil {
		return err
	}
	if p.Advance != nil {
		if err := p.Advance(ctx, to); err != nil {
			return fmt.Errorf("moving the clock: %w", err)
		}
	}
	if err := p.d.Clock().Advance(to); err != nil {
		return fmt.Errorf("moving the clock: %w", err)
	}
	return nil
}

// member finds the member with the name.
func (p *Player) member(w sandbox.Word) (sandbox.Member, error) {
	members := p.d.Members(p.guild)
	i := slices.IndexFunc(members, func(m sandbox.Member) bool { return sandbox.SameName(m.Name, w.Text) })
	if i < 0 {
		names := make([]string, len(members))
		for i, m := range members {
			names[i] = m.Name
		}
		return sandbox.Member{}, mistakeAt(w.Column, "no member %q; there are %s", w.Text, strings.Join(names, ", "))
	}
	return members[i], nil
}

// listMembers writes the members who can act.
func (p *Player) listMembers() {
	for _, m := range p.d.Members(p.guild) {
		manager := ""
		if m.Permissions.Has(sandbox.ManageGuild) {
			manager = ", Manage Server"
		}
		fmt.Fprintf(p.out, "  %s (%s%s)\n", m.Name, m.Locale, manager)
	}
}
