package commands

import (
	"context"

	"dojang/commands/router"
)

// help explains the commands that the caller may use.
func help() router.Command {
	return router.Command{
		Name:    "help",
		Private: router.Always,
		Fresh:   true,
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			here := ""
			if g, err := r.FindGroup(); err == nil {
				here = g.Name
			}
			return router.Private(r.Print.Help(r.IsManager(), here)), nil
		},
	}
}
