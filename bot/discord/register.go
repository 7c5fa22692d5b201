package discord

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
)

// Registry is the part of the store that registering commands uses.
type Registry interface {
	BeginCommandSync(ctx context.Context, application, origin, hash, token string) (registered string, ids map[string]string, mine bool, err error)
	EndCommandSync(ctx context.Context, application, origin, hash string, ids map[string]string) error
}

// Commands registers the commands with Discord when their definitions have changed. Of
// several processes only one does so, and a mere start registers nothing.
type Commands struct {
	client      *Client
	registry    Registry
	definitions []router.Definition
	log         *slog.Logger
	ids         atomic.Pointer[map[string]string]
}

// NewCommands makes a Commands for the definitions.
func NewCommands(client *Client, registry Registry, definitions []router.Definition, log *slog.Logger) *Commands {
	return &Commands{client: client, registry: registry, definitions: definitions, log: log}
}

// IDs returns the ids of the registered commands by name, or nil while they are
// unknown.
func (c *Commands) IDs() map[string]string {
	if ids := c.ids.Load(); ids != nil {
		return *ids
	}
	return nil
}

// Keep retries Sync until it succeeds or the context ends.
func (c *Commands) Keep(ctx context.Context, application string) {
	for attempt := 0; ; attempt++ {
		err := c.Sync(ctx, application)
		if err == nil || ctx.Err() != nil {
			return
		}
		c.log.Warn("commands: not registered", "error", err)
		if !sleep(ctx, backoff(attempt+1)) {
			return
		}
	}
}

// Sync registers the commands if their definitions differ from those registered for the
// application at this origin. One request replaces all commands. While another process
// registers them, Sync waits.
func (c *Commands) Sync(ctx context.Context, application string) error {
	body, err := json.Marshal(c.definitions)
	if err != nil {
		return fmt.Errorf("register the commands: %w", err)
	}
	origin := shortHash(c.client.origin)
	hash := shortHash(string(body))
	token := rand.Text()
	for {
		registered, ids, mine, err := c.registry.BeginCommandSync(ctx, application, origin, hash, token)
		switch {
		case err != nil:
			return err
		case registered == hash:
			c.ids.Store(&ids)
			return nil
		case mine:
			return c.register(ctx, application, origin, hash, body)
		}
		if !sleep(ctx, 500*time.Millisecond) {
			return ctx.Err()
		}
	}
}

func (c *Commands) register(ctx context.Context, application, origin, hash string, body []byte) error {
	var registered []struct {
		ID   string                           `json:"id"`
		Name string                           `json:"name"`
		Type discordgo.ApplicationCommandType `json:"type"`
	}
	if _, err := c.client.botRequest(ctx, "PUT", route("applications", application, "commands"), body, &registered, true); err != nil {
		return fmt.Errorf("register the commands: %w", err)
	}
	ids := map[string]string{}
	for _, command := range registered {
		if command.Type == discordgo.ChatApplicationCommand { // no others can be mentioned
			ids[command.Name] = command.ID
		}
	}
	c.ids.Store(&ids)
	c.log.Info("commands registered", "application", application, "commands", len(registered))
	return c.registry.EndCommandSync(ctx, application, origin, hash, ids)
}

// shortHash returns a short hash of a text.
func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:16]
}
