package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"dojang/commands"
	"dojang/commands/router"
	"dojang/scheduler"
	"dojang/store"
)

// panics is a log that only listens for panics.
type panics struct {
	slog.Handler
	mu    sync.Mutex
	found string
}

func (p *panics) Enabled(context.Context, slog.Level) bool { return true }

func (p *panics) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if text := a.Value.String(); a.Key == "error" && strings.Contains(text, "panic:") {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.found = text
		}
		return true
	})
	return nil
}

// FuzzInteraction hands whatever the gateway might bring to the router: a
// reply comes of all that can be answered, and nothing panics.
func FuzzInteraction(f *testing.F) {
	log := &panics{Handler: slog.DiscardHandler}
	s, err := store.Open("")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	digests := scheduler.New(s, nil, time.Now, slog.New(log))
	handler, err := commands.NewRouter(commands.Settings{Store: s, Digests: digests, Log: slog.New(log), Now: time.Now})
	if err != nil {
		f.Fatal(err)
	}
	head := `{"id":"1574161298227200086","token":"t","application_id":"1","guild_id":"7","channel_id":"9","guild_locale":"ko","locale":"ko",` +
		`"channel":{"id":"9","type":0},"member":{"user":{"id":"21","username":"minsu"},"permissions":"32"},`
	create := head + `"type":2,"data":{"name":"group","options":[{"name":"create","type":1,"options":[{"name":"name","type":3,"value":"g"}]}]}}`
	in, err := router.Decode([]byte(create))
	if err != nil {
		f.Fatal(err)
	}
	if reply := handler.Handle(context.Background(), in); reply.Message == nil || reply.Private {
		f.Fatalf("the group is not made: %+v", reply)
	}
	for _, seed := range []string{
		`"type":2,"data":{"name":"check","options":[{"name":"item","type":3,"value":"GIL"},{"name":"link","type":3,"value":"https://a.b/c"}]}}`,
		`"type":2,"data":{"name":"check","options":[{"name":"item","type":4,"value":5}]}}`,
		`"type":2,"data":{"name":"progress","options":[{"name":"member","type":6,"value":"5"},{"name":"show","type":5,"value":"x"}]}}`,
		`"type":2,"data":{"name":"group","options":[{"name":"settings","type":1,"options":[{"name":"day_start","type":4,"value":99}]}]}}`,
		`"type":2,"data":{"name":"group","options":[{"name":"create","type":1,"options":[{"name":"timezone","type":3,"value":"Asia/Seoul"}]}]}}`,
		`"type":2,"data":{"name":"leaderboard","options":[{"name":"period","type":3,"value":"month"},{"name":"by","type":3,"value":"stamps"}]}}`,
		`"type":2,"data":{"name":"next"}}`, `"type":2,"data":{"name":"digest","options":[{"name":"preview","type":1}]}}`,
		`"type":4,"data":{"name":"check","options":[{"name":"item","type":3,"value":"ㄱㅂ","focused":true}]}}`,
		`"type":4,"data":{"name":"check","options":[{"name":"date","type":3,"value":"","focused":true}]}}`,
		`"type":3,"data":{"custom_id":"1:undo:a:b:c:d:e","component_type":2}}`,
		`"type":3,"data":{"custom_id":"1:board:x:back:week:checks:-5","component_type":2}}`,
		`"type":3,"data":{"custom_id":"9:undo","component_type":2}}`,
		`"type":3,"data":{"custom_id":"1:hide:a:0","component_type":3,"values":[]}}`,
		`"type":5,"data":{"custom_id":"1:linked:a:21:gil","components":[{"type":18,"component":{"custom_id":"link","value":"x"}}]}}`,
		`"type":2,"data":{"type":3,"name":"Share as post","target_id":"5","resolved":{"messages":{"5":{"author":{"id":"21"},"content":"[a](https://a.b/c) https://d.e","embeds":[{"url":null}]}}}}}`,
		`"type":2,"data":{"type":3,"name":"Share as post","target_id":"5","resolved":{"messages":{"5":{"author":{"id":"22"},"content":"https://a.b/c","components":[{"type":17,"components":[null]}]}}}}}`,
		`"type":2,"data":{"type":2,"name":"Progress","target_id":"22","resolved":{"users":{"22":{"id":"22"}},"members":{"22":null}}}}`,
		`"type":3,"message":{"components":[{"content":"🔗 <https://a.b/c>\n📌 x;"}]},"data":{"custom_id":"1:draft-item:a:21:5","component_type":3,"values":["gil"]}}`,
		`"type":5,"data":{"custom_id":"1:draft:a:22:5","components":[{"type":18,"component":{"custom_id":"link","value":"https://a.b/c"}}]}}`,
		`"type":2,"data":null}`, `"type":3}`, `"type":99,"data":{}}`, `"type":5,"data":{"components":[null,{"component":null}]}}`,
	} {
		f.Add([]byte(head + seed))
	}
	f.Add([]byte(`null`))
	f.Add([]byte(`{"id":"1","token":"t","type":2,"member":null,"data":{"name":"check"}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, err := router.Decode(raw)
		if err != nil {
			return
		}
		call := handler.Route(in)
		plan, reply := call.Plan, call.Run(t.Context())
		if log.found != "" {
			t.Fatal(log.found)
		}
		answers := 0
		for _, there := range []bool{reply.Message != nil, reply.Modal != nil, reply.Choices != nil} {
			if there {
				answers++
			}
		}
		if answers != 1 {
			t.Errorf("a reply is one thing: %+v", reply)
		}
		if plan.Defer && reply.Modal != nil {
			t.Errorf("a form that may be deferred: %+v", plan)
		}
		if reply.Message != nil {
			if _, err := json.Marshal(reply.Message); err != nil {
				t.Error(err)
			}
		}
	})
}
