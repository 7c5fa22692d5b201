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
	port, bus string // the port announced to clients and replicas, and the port of the cluster bus
	link      *Link  // listens on the announced port; nil if the server itself does
	id        string
}

// The size of a Cluster.
const (
	masters   = 3
	slots     = 16384
	busOffset = 10000 // from the port for clients to the port of the cluster bus
)

// NodeTimeout is how long a server may be silent before the others consider it dead.
const NodeTimeout = 1500 * time.Millisecond

// StartCluster starts a Redis Cluster. A lag delays what masters send to their replicas, as a
// network does. args are further arguments of the servers.
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

// node starts a server for the Cluster.
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

// join joins the servers to a Cluster. The first three are the masters.
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

// Await waits until every running server considers the Cluster complete and every running replica
// is connected to its master.
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

// Master returns the master of the key, according to the first running server.
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

// Kill ends the server as a power failure would: what was on its way to others is lost, too.
func (n *Node) Kill() {
	if n.link != nil {
		n.link.cut()
	}
	n.Stop()
}

// Start starts the server again after Kill. It still belongs to the Cluster.
func (n *Node) Start() {
	n.t.Helper()
	if n.link != nil {
		n.link.listen(n.t)
	}
	n.Server.Start()
}

// AwaitMaster waits until the key has a running master other than other, and returns it.
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

// Flush deletes everything in the Cluster.
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

// flush deletes everything on a server. It ignores replicas, which follow their masters.
func flush(s *Server) error {
	_, err := s.do("FLUSHALL")
	if redis.HasErrorPrefix(err, "READONLY") || redis.HasErrorPrefix(err, "MOVED") {
		return nil
	}
	return err
}
