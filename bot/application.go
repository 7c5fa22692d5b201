package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"dojang/bot/discord"
)

// syncCommands is the subcommand commands sync. It registers the slash commands.
func (p *program) syncCommands(ctx context.Context) error {
	cfg, err := p.load(useDiscord)
	if err != nil {
		return err
	}
	// A running bot has the data directory open. Without its record the commands may be
	// registered again, which is harmless.
	cfg.DataDir = ""
	b, err := newBot(ctx, cfg, time.Now, p.logger(cfg))
	if err != nil {
		return err
	}
	application, err := b.client.Application(ctx)
	if err == nil {
		err = b.commands.Sync(ctx, application)
	}
	if err == nil {
		fmt.Fprintf(p.stdout, "%d commands are registered\n", len(b.commands.IDs()))
	}
	return errors.Join(err, b.store.Close())
}

// permissions are those that the bot requests when it is added to a server: View
// Channels and Send Messages, also in threads, to post digests, and Read Message
// History to find out whether a digest was posted.
// See https://discord.com/developers/docs/topics/permissions.
const permissions = 1<<10 | 1<<11 | 1<<16 | 1<<38

// invite is the subcommand invite. It prints the link that adds the bot to a server.
func (p *program) invite(ctx context.Context) error {
	cfg, err := p.load(useDiscord)
	if err != nil {
		return err
	}
	application, err := discord.NewClient(cfg.DiscordURL, cfg.DiscordToken, nil, p.logger(cfg), time.Now).Application(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, "https://discord.com/oauth2/authorize?client_id="+application+
		"&scope=bot+applications.commands&permissions="+strconv.Itoa(permissions))
	return nil
}
