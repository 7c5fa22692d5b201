package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"dojang/bot/discord"
	"dojang/roadmap"
)

// checkRoadmap is the subcommand roadmap check: it prints what a file holds,
// and each warning and fault with its line. It fails when the file cannot be
// used.
func (p *program) checkRoadmap() error {
	file := p.args.Roadmap.Check.File
	r, warnings, err := readRoadmap(file)
	for _, w := range warnings {
		fmt.Fprintf(p.out, "%s:%d: warning: %s\n", file, w.Line, w)
	}
	var faults roadmap.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Fprintf(p.out, "%s:%d: %s\n", file, f.Line, f)
		}
		fmt.Fprintf(p.out, "%s cannot be used as a roadmap: %d faults\n", file, len(faults))
		return errShown
	}
	if err != nil {
		return err
	}
	sections := 0
	for _, area := range r.Areas {
		sections += len(area.Sections)
	}
	fmt.Fprintf(p.out, "%s can be used: %d items in %d sections, %d areas, %d phases; %d warnings\n",
		file, r.Len(), sections, len(r.Areas), len(r.Phases), len(warnings))
	return nil
}

// diffRoadmaps is the subcommand roadmap diff: it prints what a new version of
// a roadmap makes of the old one's items.
func (p *program) diffRoadmaps() error {
	files := p.args.Roadmap.Diff
	old, _, err := readRoadmap(files.Old)
	if err != nil {
		return fmt.Errorf("%s: %w", files.Old, err)
	}
	next, _, err := readRoadmap(files.New)
	if err != nil {
		return fmt.Errorf("%s: %w", files.New, err)
	}
	where := func(s roadmap.Spot) string {
		return s.Area.Title.In("") + " › " + s.Section.Title.In("") + " › " + s.Item.Title.In("")
	}
	count := map[roadmap.Fate]int{}
	for _, c := range roadmap.Compare(old, next).Items {
		var fates []string
		for _, fate := range c.Fates {
			count[fate]++
			fates = append(fates, string(fate))
		}
		what := strings.Join(fates, ", ")
		if c.Alike > 0 {
			what += fmt.Sprintf(" (%d%% alike)", c.Alike)
		}
		switch c.Fates[0] {
		case roadmap.Kept:
		case roadmap.Added, roadmap.Reordered:
			fmt.Fprintf(p.out, "%s: %s\n", what, where(c.New))
		case roadmap.Removed:
			fmt.Fprintf(p.out, "%s: %s\n", what, where(c.Old))
		default:
			fmt.Fprintf(p.out, "%s: %s → %s\n", what, where(c.Old), where(c.New))
		}
	}
	fmt.Fprintf(p.out, "%d added, %d renamed, %d moved, %d reordered, %d removed, %d kept as they are\n", count[roadmap.Added],
		count[roadmap.Renamed], count[roadmap.Moved], count[roadmap.Reordered], count[roadmap.Removed], count[roadmap.Kept])
	return nil
}

// readRoadmap reads a roadmap's file. One without a title is named as the file.
func readRoadmap(file string) (*roadmap.Roadmap, []roadmap.Notice, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	name := filepath.Base(file)
	return roadmap.ParseNamed(text, "", strings.TrimSuffix(name, filepath.Ext(name)))
}

// syncCommands is the subcommand commands sync.
func (p *program) syncCommands(ctx context.Context) error {
	cfg, err := p.load(useDiscord)
	if err != nil {
		return err
	}
	cfg.DataDir = "" // a bot that runs has it open, and registering once more is no harm
	b, err := newBot(ctx, cfg, time.Now, p.logger(cfg))
	if err != nil {
		return err
	}
	application, err := b.client.Application(ctx)
	if err == nil {
		err = b.commands.Sync(ctx, application)
	}
	if err == nil {
		fmt.Fprintf(p.out, "%d commands are registered\n", len(b.commands.IDs()))
	}
	return errors.Join(err, b.store.Close())
}

// The permissions that the bot asks for when it is added to a server: View
// Channels and Send Messages, also in threads, for the digest, and Read Message
// History to find a digest again whose posting is uncertain.
// See https://discord.com/developers/docs/topics/permissions.
const permissions = 1<<10 | 1<<11 | 1<<16 | 1<<38

// invite is the subcommand invite.
func (p *program) invite(ctx context.Context) error {
	cfg, err := p.load(useDiscord)
	if err != nil {
		return err
	}
	application, err := discord.NewClient(cfg.DiscordURL, cfg.DiscordToken, nil, p.logger(cfg), time.Now).Application(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, "https://discord.com/oauth2/authorize?client_id="+application+
		"&scope=bot+applications.commands&permissions="+strconv.Itoa(permissions))
	return nil
}
