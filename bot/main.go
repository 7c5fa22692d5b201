// Command dojang is a Discord bot with which study groups work through a roadmap. This
// package has the command line, the settings, and the wiring of the parts. The edge to
// Discord is in bot/discord.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // the container image has no time zones of its own

	"github.com/alexflint/go-arg"

	"dojang/licenses"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	err := run(ctx, os.Args, os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err == nil {
		return
	}
	if !errors.Is(err, errReported) {
		fmt.Fprintln(os.Stderr, "dojang:", err)
	}
	os.Exit(exitStatus(err))
}

// exitStatus returns the status with which the program ends: 2 if what was asked about is
// not there, 1 for any other error.
func exitStatus(err error) int {
	if errors.Is(err, errNothingThere) {
		return 2
	}
	return 1
}

// errNothingThere means that there is nothing to answer the question about.
var errNothingThere = errors.New("nothing is there")

// errReported is returned after the error has been printed; only the exit status is
// left.
var errReported = errors.New("failed")

// arguments is the command line.
type arguments struct {
	Config string `arg:"--config" placeholder:"FILE" help:"read settings from FILE (default: config.toml, if there is one)"`

	Run     *struct{} `arg:"subcommand:run" help:"run the bot (the default)"`
	Sandbox *struct {
		Clock string `arg:"--clock" placeholder:"2026-11-23T09:00" help:"begin at this time in Seoul instead of now"`
		Data  string `arg:"--data" placeholder:"DIR" help:"keep everything in DIR (default: in memory)"`

		Terminal  bool `arg:"--terminal" help:"act by lines of text in the terminal"`
		Port      int  `arg:"--port" default:"8470" placeholder:"PORT" help:"serve the page at this port of 127.0.0.1, or near it where it is taken"`
		NoBrowser bool `arg:"--no-browser" help:"do not open the page in a browser"`
	} `arg:"subcommand:sandbox" help:"try it on a page in the browser, without a Discord account; lines from a file or pipe are played to their end"`
	Verify  *struct{} `arg:"subcommand:verify" help:"replay all events and compare with what is stored; status 1 if anything differs"`
	Rebuild *struct{} `arg:"subcommand:rebuild" help:"rewrite everything that follows from the events; with Redis also while bots run"`
	Backup  *struct {
		File string `arg:"positional,required"`
	} `arg:"subcommand:backup" help:"write all groups to FILE; also while bots run"`
	Restore *struct {
		File    string `arg:"positional"`
		Replace bool   `arg:"--replace" help:"replace the groups that are in the store"`
		Abort   bool   `arg:"--abort" help:"take back a restore into Redis that was interrupted"`
	} `arg:"subcommand:restore" help:"bring back what a backup has, into Redis or the data directory; no bot may run meanwhile"`
	Library *struct {
		Group string `arg:"positional,required" help:"its id or name"`
	} `arg:"subcommand:library" help:"print a group's roadmap with everyone's posts as Markdown; also while bots run"`
	Roadmap *struct {
		Check *struct {
			File   string `arg:"positional,required"`
			Tables bool   `arg:"--tables" help:"take the rows of tables as items, as the button of /roadmap replace does"`
		} `arg:"subcommand:check" help:"check whether a Markdown file can be used as a roadmap"`
		Diff *struct {
			Old string `arg:"positional,required"`
			New string `arg:"positional,required"`
		} `arg:"subcommand:diff" help:"print what a new version of a roadmap adds, renames, moves and removes"`
	} `arg:"subcommand:roadmap" help:"look after roadmap files"`
	Commands *struct {
		Sync *struct{} `arg:"subcommand:sync" help:"register the slash commands now"`
	} `arg:"subcommand:commands" help:"look after the slash commands"`
	Invite   *struct{} `arg:"subcommand:invite" help:"print the link that adds the bot to a server"`
	Licenses *struct{} `arg:"subcommand:licenses" help:"print the licences of everything that is part of this program"`
}

// Description is the first line of the help.
func (arguments) Description() string {
	return "dojang is a Discord bot with which a study group works through a roadmap.\n"
}

// program has what the subcommands share.
type program struct {
	args           arguments
	env            func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// run runs the program. The first of args is its name.
func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	p := &program{env: env, stdin: stdin, stdout: stdout, stderr: stderr}
	parser, err := arg.NewParser(arg.Config{Program: "dojang", IgnoreEnv: true, Out: stdout}, &p.args)
	if err != nil {
		return err
	}
	help := func() error { return parser.WriteHelpForSubcommand(stdout, parser.SubcommandNames()...) }
	switch err := parser.Parse(args[1:]); {
	case errors.Is(err, arg.ErrHelp):
		return help()
	case err != nil:
		return fmt.Errorf("%w; see dojang --help", err)
	}
	switch a := p.args; {
	case a.Sandbox != nil:
		return p.runSandbox(ctx)
	case a.Verify != nil:
		return p.verify(ctx)
	case a.Rebuild != nil:
		return p.rebuild(ctx)
	case a.Backup != nil:
		return p.backup(ctx)
	case a.Restore != nil:
		return p.restore(ctx)
	case a.Library != nil:
		return p.library(ctx)
	case a.Roadmap != nil && a.Roadmap.Check != nil:
		return p.checkRoadmap()
	case a.Roadmap != nil && a.Roadmap.Diff != nil:
		return p.diffRoadmaps()
	case a.Commands != nil && a.Commands.Sync != nil:
		return p.syncCommands(ctx)
	case a.Invite != nil:
		return p.invite(ctx)
	case a.Licenses != nil:
		_, err := io.WriteString(p.stdout, licenses.Text)
		return err
	case a.Roadmap != nil || a.Commands != nil:
		return help()
	}
	return p.runBot(ctx, time.Now)
}
