package sandbox

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// People, the bot and tests use one sandbox at the same time.
func TestConcurrentUse(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	address := b.serve()
	w, _ := b.identify(address, intentGuilds)
	go func() {
		for {
			if _, _, err := w.ws.ReadMessage(); err != nil {
				return
			}
		}
	}()
	var work sync.WaitGroup
	for n := range 8 {
		work.Go(func() {
			for range 20 {
				b.do("POST", b.messagesPath(), fmt.Sprintf(`{"content":"%d"}`, n))
				if _, err := b.Slash(b.as("민수"), words("group", "list"), nil); err != nil {
					t.Error(err)
				}
				b.do("GET", b.messagesPath(), "")
				b.Effects(0)
				b.Members(b.guild)
				b.Faults()
			}
		})
	}
	work.Wait()
	if n := len(b.Visible(b.as("Alex"))); n != 160 {
		t.Errorf("%d messages", n)
	}
	// Nobody responds. Whether that is a fault yet depends on how busy the machine is.
	silent := func(fault string) bool { return strings.Contains(fault, "did not respond") }
	if faults := slices.DeleteFunc(b.Faults(), silent); len(faults) > 0 {
		t.Errorf("faults: %q", faults)
	}
}

// A follower of the effects misses nothing and never has to ask in a loop.
func TestEffects(t *testing.T) {
	b := newBench(t)
	none, more := b.Effects(0)
	if len(none) != 0 {
		t.Errorf("%d effects of an empty world", len(none))
	}
	select {
	case <-more:
		t.Error("there is more although nothing happened")
	default:
	}
	b.do("POST", b.messagesPath(), `{"content":"a"}`)
	<-more
	b.do("POST", b.messagesPath(), `{"content":"b"}`)
	effects, _ := b.Effects(1)
	if len(effects) != 1 || effects[0].Message.Content != "b" || effects[0].Guild != b.guild || effects[0].Channel != b.home {
		t.Errorf("after the first: %v", effects)
	}
	if got := effects[0].String(); got != `posted: message `+effects[0].Message.ID+` "b"` {
		t.Errorf("in one line: %s", got)
	}
	if beyond, _ := b.Effects(99); len(beyond) != 0 {
		t.Errorf("beyond the end: %v", beyond)
	}
}

// Faults are logged as they happen.
func TestFaultsAreLogged(t *testing.T) {
	var log bytes.Buffer
	b := newBench(t, func(o *Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	b.do("GET", "/nowhere", "")
	if !strings.Contains(log.String(), "level=WARN") || !strings.Contains(log.String(), "/nowhere") {
		t.Errorf("logged %q", log.String())
	}
}

// The same world has the same ids and tokens in every run.
func TestDeterminism(t *testing.T) {
	first, second := newBench(t), newBench(t)
	if first.Token() != second.Token() || first.home != second.home || first.ids["Jun"] != second.ids["Jun"] {
		t.Error("two worlds that start at the same time differ")
	}
	later := New(Options{Clock: NewClock(start.Add(time.Hour)), Real: first.real.Now})
	if later.Token() == first.Token() {
		t.Error("two worlds that start at different times have one token")
	}
	if parts := strings.Split(first.Token(), "."); len(parts) != 3 {
		t.Errorf("token %s", first.Token())
	}
}
