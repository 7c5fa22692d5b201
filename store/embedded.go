package store

import (
	"context"
	"net"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// embedded is the Redis inside the process: miniredis on in-memory
// connections, so that no port is opened that others on the machine could
// reach. What it holds lives as long as the process.
//
// Its connections have no buffer: a pipeline longer than a few kilobytes would
// block for ever, the server writing replies that nobody reads yet. The store
// sends one script at a time.
type embedded struct{ server *miniredis.Miniredis }

func startEmbedded() (*embedded, error) {
	server := miniredis.NewMiniRedis()
	c, err := server.Dial() // starts it without a listener
	if err != nil {
		return nil, err
	}
	return &embedded{server}, c.Close()
}

func (e *embedded) options() *redis.Options {
	return tune(&redis.Options{
		Addr:   "embedded",
		Dialer: func(context.Context, string, string) (net.Conn, error) { return e.server.Dial() },
	})
}

func (e *embedded) close() { e.server.Close() }
