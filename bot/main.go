// Command dojang is a Discord bot with which study groups work through a
// roadmap. This package has its command line, its settings, and the wiring of
// the parts; the edge to Discord is in bot/discord.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the container image has no time zones of its own

	"github.com/urfave/cli/v3"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args, os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err == nil {
		return
	}
	if !errors.Is(err, errShown) {
		fmt.Fprintln(os.Stderr, "dojang:", err)
	}
	os.Exit(1)
}

// errShown is an error of which all was said already; only the status is left.
var errShown = errors.New("failed")

// run runs the program with the arguments, the first of which is its name.
func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	p := &program{env: env, in: stdin, out: stdout, err: stderr}
	root := &cli.Command{
		Name:           "dojang",
		Usage:          "a Discord bot with which a study group works through a roadmap",
		Reader:         stdin,
		Writer:         stdout,
		ErrWriter:      stderr,
		ExitErrHandler: func(context.Context, *cli.Command, error) {}, // main ends the process
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "config", Usage: "read settings from `FILE` (default: config.toml, if there is one)"},
		},
		Action: p.runBot,
		Commands: []*cli.Command{
			{Name: "run", Usage: "run the bot (the default)", Action: p.runBot},
			{
				Name: "sandbox", Usage: "try it, without a Discord account", Action: p.runSandbox,
				Description: "Starts the bot against a Discord on this machine. Lines typed in the terminal act as the\n" +
					"members of a made-up study group; lines from a file or a pipe are played to their end.",
				Flags: []cli.Flag{&cli.StringFlag{Name: "clock", Usage: "begin at the time `YYYY-MM-DDTHH:MM` in Seoul instead of now"}},
			},
			{Name: "roadmap", Usage: "look after roadmap files", Commands: []*cli.Command{
				{Name: "check", Usage: "check whether a Markdown file can be used as a roadmap", ArgsUsage: "FILE", Action: p.checkRoadmap},
			}},
			{Name: "commands", Usage: "look after the slash commands", Commands: []*cli.Command{
				{Name: "sync", Usage: "register the slash commands now", Action: p.syncCommands},
			}},
			{Name: "invite", Usage: "print the link that adds the bot to a server", Action: p.invite},
		},
	}
	return root.Run(ctx, args)
}

// program is what the subcommands share.
type program struct {
	env      func(string) string
	in       io.Reader
	out, err io.Writer
}

// noArguments refuses arguments where none are expected: a misspelt subcommand
// must not start the bot.
func noArguments(c *cli.Command) error {
	if c.Args().Present() {
		return fmt.Errorf("unknown subcommand or argument %q; see dojang --help", c.Args().First())
	}
	return nil
}
