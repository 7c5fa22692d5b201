package store

import (
	"context"
	"fmt"
	"strconv"
)

// layoutVersion is the version of what keys.go says: which keys there are and
// what they hold. Groups, digests, events, snapshots and backups have versions
// of their own besides.
const layoutVersion = 1

// layoutKey holds the version of the layout in which everything is stored.
const layoutKey = "dojang:{layout}"

// CheckLayout tells whether this Dojang knows the layout of what is stored. A
// newer one is an error; an older one has to be rebuilt. An empty store gets
// this one's.
func (s *Store) CheckLayout(ctx context.Context) error {
	version, err := s.layout(ctx)
	switch {
	case err != nil:
		return err
	case version == 0:
		return s.setLayout(ctx)
	case version < layoutVersion:
		return fmt.Errorf("what is stored was written by an older Dojang (version %d, this one writes %d): stop all bots and run \"dojang rebuild\" once", version, layoutVersion)
	}
	return nil
}

// layout returns the version of what is stored, 0 for none. A newer one is an
// error.
func (s *Store) layout(ctx context.Context) (version int, err error) {
	stored, err := s.client.Get(ctx, layoutKey).Result()
	if isNil(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("layout: %w", away(err))
	}
	if version, err = strconv.Atoi(stored); err != nil || version < 1 {
		return 0, fmt.Errorf("layout: %s holds %q, which is no version", layoutKey, stored)
	}
	if version > layoutVersion {
		return 0, newer("what is stored", version, layoutVersion)
	}
	return version, nil
}

// setLayout says that everything is stored in this Dojang's layout.
func (s *Store) setLayout(ctx context.Context) error {
	if err := s.client.Set(ctx, layoutKey, layoutVersion, 0).Err(); err != nil {
		return fmt.Errorf("layout: %w", away(err))
	}
	return nil
}
