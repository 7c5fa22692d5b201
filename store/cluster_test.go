package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dojang/store/ledger"
	"dojang/store/redistest"
	"dojang/study"
)

// long reports whether the long forms of the tests are wanted.
func long() bool { return os.Getenv("DOJANG_TEST_LONG") != "" }

// TestOnACluster is [TestAgainstAModel] on a Redis Cluster, known by one seed
// address: as it is, and with each change awaiting a replica.
func TestOnACluster(t *testing.T) {
	t.Parallel()
	cluster := redistest.StartCluster(t, 0)
	t.Run("health", func(t *testing.T) {
		s := openURL(t, cluster.URL)
		s.AwaitReplicas(2)
		got, err := s.Health(t.Context())
		if err != nil || got.Masters != 3 || got.Replicas != 1 || got.Role != "master" || got.Persists != No {
			t.Errorf("health = %+v, %v", got, err)
		}
		warns(t, got, "NOT PERSIST", "redis_wait is 2, but the Redis server has 1 replicas")
	})
	for _, replicas := range []int{0, 1} {
		t.Run(fmt.Sprintf("model, awaiting %d", replicas), func(t *testing.T) {
			cluster.Flush()
			againstAModel(t, func() *Store {
				s := openURL(t, cluster.URL)
				s.AwaitReplicas(replicas)
				return s
			})
		})
	}
}

// TestAMasterDies kills a master of a Cluster in mid-run, again and again, and
// looks for the checks that were acknowledged. What a master sends to its
// replica is on its way for a while, as between machines, and is gone with the
// master. Waiting for a replica, none may be lost; without, the test tells how
// many are.
func TestAMasterDies(t *testing.T) {
	t.Parallel()
	const lag = 20 * time.Millisecond
	rounds := 1
	if long() {
		rounds = 10
	}
	cluster := redistest.StartCluster(t, lag, "--min-replicas-to-write", "1")
	for _, replicas := range []int{0, 1} {
		var total loss
		for round := range rounds {
			cluster.Flush()
			total = total.and(killing(t, cluster, replicas, fmt.Sprintf("%d%d", replicas, round)))
		}
		t.Logf("%d ms from master to replica, awaiting %d replicas, %d kills: of %d acknowledged checks %d were LOST; a check took %s at the median, "+
			"the longest wait for service was %s after the death (a replica took over after %s)",
			lag.Milliseconds(), replicas, rounds, total.acknowledged, total.lost, total.median, total.away, total.takeover)
		if replicas > 0 && total.lost > 0 {
			t.Errorf("%d acknowledged checks were lost although a replica had each", total.lost)
		}
	}
}

// loss is what came of killing a master.
type loss struct {
	acknowledged, lost int
	median             time.Duration // of a check, before the death
	takeover, away     time.Duration // until there was a master, and until it took changes
}

func (l loss) and(other loss) loss {
	return loss{l.acknowledged + other.acknowledged, l.lost + other.lost, max(l.median, other.median), max(l.takeover, other.takeover), max(l.away, other.away)}
}

// The writers of killing: the first ones' groups are on the master that dies.
const (
	doomed  = 4
	spared  = 2
	warming = 150 // checks of each writer before the death, and after it
)

// killing lets writers check items, kills a master, and returns what was lost once the
// Cluster is complete again.
func killing(t *testing.T, cluster *redistest.Cluster, replicas int, name string) loss {
	t.Helper()
	s := openURL(t, cluster.URL)
	s.AwaitReplicas(replicas)
	victim := cluster.Master(ledger.GuildKey("7" + name))
	var writers []*writer
	for i := 0; len(writers) < doomed+spared; i++ {
		guild := fmt.Sprintf("7%s%d", name, i)
		if on := cluster.Master(ledger.GuildKey(guild)) == victim; on == (len(writers) < doomed) {
			w := newWorld(t, s)
			w.guild = guild
			writers = append(writers, &writer{world: w, g: w.group("one")})
		}
	}
	var death atomic.Int64 // in nanoseconds since 1970; 0 until then
	stop := make(chan struct{})
	var running sync.WaitGroup
	defer running.Wait()
	end := sync.OnceFunc(func() { close(stop) })
	defer end()
	for _, w := range writers {
		running.Go(func() { w.write(&death, stop) })
	}
	reach(t, writers, warming)
	victim.Kill()
	died := time.Now()
	death.Store(died.UnixNano())
	cluster.AwaitMaster(ledger.GuildKey(writers[0].guild), victim)
	l := loss{takeover: time.Since(died)}
	victim.Start() // the new master takes no changes without a replica
	reach(t, writers[:doomed], warming)
	end()
	running.Wait()
	cluster.Await()
	var took []time.Duration
	for _, w := range writers {
		l.acknowledged += len(w.acknowledged)
		l.lost += w.missing()
		l.away = max(l.away, w.away)
		took = append(took, w.took...)
	}
	slices.Sort(took)
	l.median = took[len(took)/2]
	clean(t, s, writers[0].now)
	return l
}

// writer checks items, one member after another.
type writer struct {
	*world
	g            *study.Group
	count        atomic.Int64     // of what was acknowledged
	acknowledged []acknowledgment // only the writer's own until it has ended
	took         []time.Duration  // by each check before the death
	away         time.Duration    // from the death to the first check that began after it
}

type acknowledgment struct{ user, item string }

// write checks items until stop is closed. A check that is not acknowledged is sent again.
func (w *writer) write(death *atomic.Int64, stop <-chan struct{}) {
	for user := 100; ; user++ {
		for _, area := range w.g.Roadmap.Areas {
			for _, section := range area.Sections {
				for _, item := range section.Items {
					d := acknowledgment{fmt.Sprint(user), item.ID}
					if !w.check(d, death, stop) {
						return
					}
				}
			}
		}
	}
}

// check checks an item. It returns false if stop is closed before.
func (w *writer) check(d acknowledgment, death *atomic.Int64, stop <-chan struct{}) bool {
	op := w.op(d.user)
	for {
		select {
		case <-stop:
			return false
		default:
		}
		dead := death.Load()
		began := time.Now()
		_, err := w.s.Check(context.Background(), w.g, op, d.item, w.now, nil, "")
		switch {
		case errors.Is(err, study.ErrUnavailable):
			continue
		case err != nil:
			w.t.Errorf("check: %v", err)
			return false
		}
		if dead == 0 {
			w.took = append(w.took, time.Since(began))
		} else if w.away == 0 {
			w.away = time.Since(time.Unix(0, dead))
		}
		w.acknowledged = append(w.acknowledged, d)
		w.count.Add(1)
		return true
	}
}

// missing counts the checks that were acknowledged and are not there.
func (w *writer) missing() int {
	records := map[string]map[string]study.Check{}
	lost := 0
	for _, d := range w.acknowledged {
		if records[d.user] == nil {
			o, err := w.s.Overview(context.Background(), w.g, w.op(d.user))
			if err != nil {
				w.t.Fatal(err)
			}
			records[d.user] = o.Record.Checks
		}
		if _, there := records[d.user][d.item]; !there {
			lost++
		}
	}
	return lost
}

// reach waits until each of the writers has so many more checks acknowledged.
func reach(t *testing.T, writers []*writer, more int64) {
	t.Helper()
	want := make([]int64, len(writers))
	for i, w := range writers {
		want[i] = w.count.Load() + more
	}
	deadline := time.NewTimer(time.Minute)
	defer deadline.Stop()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for i, w := range writers {
		for w.count.Load() < want[i] {
			select {
			case <-look.C:
			case <-deadline.C:
				t.Fatal("the writers do not get on")
			}
		}
	}
}
