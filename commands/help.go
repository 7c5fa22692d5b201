package commands

import "context"

// help explains the commands, by what the caller may do.
func help() Command {
	return Command{
		Name:    "help",
		Private: always,
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			here := ""
			if g, _, err := r.Group(); err == nil {
				here = g.Name
			}
			return private(r.Print.Help(r.Manager(), here)), r.Confirm(ctx)
		},
	}
}
