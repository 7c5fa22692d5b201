package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// syncLease is how long a bot may take to register commands before another may do so.
const syncLease = 30 * time.Second

// BeginCommandSync returns the hash and the ids of the commands that are registered for the
// application at the origin. If mine is true, they differ from hash and the caller is to register
// its commands and then call [Store.EndCommandSync]. If they differ and mine is false, another
// bot is registering commands. token identifies the caller.
func (s *Store) BeginCommandSync(ctx context.Context, application, origin, hash, token string) (registered string, ids map[string]string, mine bool, err error) {
	raw, err := s.run(ctx, beginSyncScript, []string{commandsKey(application, origin)}, []any{hash, token, syncLease.Milliseconds()})
	if err != nil {
		return "", nil, false, fmt.Errorf("look for the registered commands: %w", err)
	}
	list, _ := raw.([]any)
	a := answer(list)
	ids = map[string]string{}
	if body := a.text(1); body != "" {
		if err := json.Unmarshal([]byte(body), &ids); err != nil {
			return "", nil, false, fmt.Errorf("ids of the registered commands: %w", err)
		}
	}
	return a.text(0), ids, a.int(2) == 1, nil
}

// EndCommandSync records that the commands with the hash are registered. ids are the commands'
// ids by name.
func (s *Store) EndCommandSync(ctx context.Context, application, origin, hash string, ids map[string]string) error {
	body, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("note the registered commands: %w", err)
	}
	key := commandsKey(application, origin)
	if err := s.client.HSet(ctx, key, "hash", hash, "ids", body, "lease", "").Err(); err != nil {
		return fmt.Errorf("note the registered commands: %w", wrapUnavailable(err))
	}
	if s.embedded != nil {
		return wrapLogError(s.embedded.keep(ctx, key, map[string]string{"hash": hash, "ids": string(body)}))
	}
	return nil
}
