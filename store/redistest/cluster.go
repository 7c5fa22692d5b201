package redistest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// Cluster is a Redis Cluster of three masters with one replica each.
type Cluster struct {
	URL     string // with one seed address
	Servers []*Node
	t       testing.TB
}

// Node is a server of a Cluster.
type Node struct {
	*Server
	port, bus string // the port that clients and replicas are told, and the servers' own
	link      *Link  // what they are told of; nil for the server itself
	id        string
}

// The size of a Cluster.
const (
	masters   = 3
	slots     = 16384
	busOffset = 10000 // the servers' own port above that of the clients
)

// NodeTimeout is after what time without a sign of life the others hold a
// server of the Cluster for dead.
const NodeTimeout = 1500 * time.Millisecond

// StartCluster starts a Redis Cluster. With a lag, what a master sends to its
// replica takes that long, as if it stood in another place. Further arguments
// are the servers'.
func StartCluster(t testing.TB, lag time.Duration, args ...string) *Cluster {
	t.Helper()
	c := &Cluster{t: t}
	for range 2 * masters {
		c.Servers = append(c.Servers, c.node(lag, args))
	}
	c.join()
	c.URL = "redis+cluster://127.0.0.1:" + c.Servers[0].port
	return c
}

// node starts a server that will be part of the Cluster.
func (c *Cluster) node(lag time.Duration, args []string) *Node {
	c.t.Helper()
	at := port(c.t, busOffset)
	n := &Node{port: strconv.Itoa(at), bus: strconv.Itoa(at + busOffset)}
	own := []string{"--port", n.port, "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf",
		"--cluster-node-timeout", fmt.Sprint(NodeTimeout.Milliseconds()), "--cluster-require-full-coverage", "no",
		"--repl-diskless-sync-delay", "0", "--cluster-announce-ip", "127.0.0.1"}
	if lag > 0 {
		n.link = newLink(c.t, "127.0.0.1:"+n.port, lag)
		n.port = n.link.port
		own = append(own, "--cluster-announce-port", n.port, "--cluster-announce-bus-port", n.bus)
	}
	n.Server = prepare(c.t, append(own, args...)...)
	n.Server.Start()
	n.id = fmt.Sprint(n.must("CLUSTER", "MYID"))
	return n
}

// join makes a Cluster of the servers: the first three are masters.
func (c *Cluster) join() {
	c.t.Helper()
	for i, n := range c.Servers {
		n.must("CLUSTER", "SET-CONFIG-EPOCH", i+1)
		if i < masters {
			add := []any{"CLUSTER", "ADDSLOTS"}
			for slot := i * slots / masters; slot < (i+1)*slots/masters; slot++ {
				add = append(add, slot)
			}
			n.must(add...)
		}
		c.Servers[0].must("CLUSTER", "MEET", "127.0.0.1", n.port, n.bus)
	}
	for i, n := range c.Servers {
		n.await("the servers of the Cluster meet", func() error {
			nodes, err := n.do("CLUSTER", "NODES")
			if err != nil {
				return err
			}
			for _, other := range c.Servers {
				if line := lineWithPrefix(fmt.Sprint(nodes), other.id); line == "" || strings.Contains(line, "handshake") {
					return fmt.Errorf("%d does not know all of them yet:\n%s", i, nodes)
				}
			}
			return nil
		})
	}
	for i, n := range c.Servers[masters:] {
		n.must("CLUSTER", "REPLICATE", c.Servers[i].id)
	}
	c.Await()
}

func lineWithPrefix(text, begin string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, begin) {
			return line
		}
	}
	return ""
}

// Await waits until every server that runs holds the Cluster for whole, and
// every replica among them is in touch with its master.
func (c *Cluster) Await() {
	c.t.Helper()
	for _, n := range c.Servers {
		if n.running == nil {
			continue
		}
		n.await("the Cluster is whole", func() error {
			info, err := n.do("CLUSTER", "INFO")
			if err != nil {
				return err
			}
			if text := fmt.Sprint(info); !strings.Contains(text, "cluster_state:ok") || !strings.Contains(text, fmt.Sprintf("cluster_slots_ok:%d", slots)) {
				return errors.New(text)
			}
			return n.replicates()
		})
	}
}

// Master returns the server that has the key, as one that runs holds.
func (c *Cluster) Master(key string) *Node {
	c.t.Helper()
	ctx := context.Background()
	for _, n := range c.Servers {
		if n.running == nil {
			continue
		}
		client := n.Client()
		slot, err := client.ClusterKeySlot(ctx, key).Result()
		//lint:ignore SA1019 Redis 6.2 has no other
		ranges, errRanges := client.ClusterSlots(ctx).Result()
		if err = errors.Join(err, errRanges, client.Close()); err != nil {
			c.t.Fatal(err)
		}
		for _, r := range ranges {
			if int64(r.Start) <= slot && slot <= int64(r.End) {
				return c.byID(r.Nodes[0].ID)
			}
		}
	}
	c.t.Fatalf("nobody has %s", key)
	return nil
}

func (c *Cluster) byID(id string) *Node {
	c.t.Helper()
	for _, n := range c.Servers {
		if n.id == id {
			return n
		}
	}
	c.t.Fatalf("no server is %s", id)
	return nil
}

// Kill ends the server as a machine ends that loses its power: what was on its
// way to others is gone with it.
func (n *Node) Kill() {
	if n.link != nil {
		n.link.cut()
	}
	n.Stop()
}

// Start starts the server again after Kill. It belongs to the Cluster still.
func (n *Node) Start() {
	n.t.Helper()
	if n.link != nil {
		n.link.listen(n.t)
	}
	n.Server.Start()
}

// AwaitMaster waits until another server than this one has the key.
func (c *Cluster) AwaitMaster(key string, other *Node) *Node {
	c.t.Helper()
	var now *Node
	await(c.t, "a replica takes over", func() error {
		if now = c.Master(key); now == other || now.running == nil {
			return errors.New("the master is still the one that died")
		}
		return nil
	})
	return now
}

// Flush empties the Cluster.
func (c *Cluster) Flush() {
	c.t.Helper()
	for _, n := range c.Servers {
		if n.running == nil {
			continue
		}
		if err := flush(n.Server); err != nil {
			c.t.Fatal(err)
		}
	}
}

// flush empties a server; a replica follows its master.
func flush(s *Server) error {
	_, err := s.do("FLUSHALL")
	if redis.HasErrorPrefix(err, "READONLY") || redis.HasErrorPrefix(err, "MOVED") {
		return nil
	}
	return err
}
