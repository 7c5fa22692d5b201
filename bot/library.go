package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"dojang/roadmap/markdown"
	"dojang/store"
)

// library is the subcommand library. It prints a group's roadmap with everyone's posts
// as Markdown.
func (p *program) library(ctx context.Context) error {
	cfg, err := p.load(useStore)
	if err != nil {
		return err
	}
	name := p.args.Library.Group
	var shelves []store.GroupLibrary
	if cfg.RedisURL != "" {
		err = withRedis(ctx, cfg.RedisURL, func(s *store.Store) (err error) {
			shelves, err = s.Libraries(ctx, name)
			return err
		})
	} else {
		shelves, err = store.LibrariesDir(cfg.DataDir, name)
	}
	if err != nil {
		return err
	}
	switch {
	case len(shelves) == 0:
		return fmt.Errorf("no group has the id or the name %q", name)
	case len(shelves) > 1:
		var ids []string
		for _, one := range shelves {
			ids = append(ids, one.Group.ID)
		}
		slices.Sort(ids)
		return fmt.Errorf("%d groups have the name %q; say which by its id: %s", len(ids), name, strings.Join(ids, ", "))
	}
	g := shelves[0].Group
	_, err = p.stdout.Write(markdown.NewLibrary(g, nil, shelves[0].Posts).Markdown(g.Language, math.MaxInt)[0])
	return err
}
