package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// described lists records in short.
func described(records []Record) string {
	var lines []string
	for _, r := range records {
		switch {
		case r.Over == "rest":
			lines = append(lines, fmt.Sprintf("%s %d", r.Method, r.Status))
		case r.Event != "":
			lines = append(lines, r.Event)
		default:
			lines = append(lines, fmt.Sprintf("op %d from %s", *r.Op, r.From))
		}
	}
	return strings.Join(lines, ", ")
}

func TestRecords(t *testing.T) {
	b := newBench(t, func(o *Options) { o.Records = 1 << 20 })
	b.register(demo)
	all := b.received()
	first := b.invoke(all, "Alex", "check", "item", "one")
	b.answer(first, `{"type":4,"data":{"content":"done","components":[{"type":1,"components":[{"type":2,"style":1,"label":"Undo","custom_id":"undo"}]}]}}`)
	second := b.invoke(all, "Mina", "check", "item", "two")
	b.answer(second, `{"type":5}`)
	b.upload("PATCH", b.webhook(second, "/messages/@original"), `{"content":"late","attachments":[{"id":0}]}`, "a.txt", "hello")
	message := b.Visible(b.as("Alex"))[0].ID
	if _, err := b.Press(b.as("Alex"), message, "undo"); err != nil {
		t.Fatal(err)
	}
	b.answer(b.last(all), `{"type":7,"data":{"content":"undone","components":[]}}`)
	b.do("POST", "/channels/"+b.home+"/messages", `not JSON`)
	b.do("DELETE", "/channels/"+b.home+"/messages/"+message, "")

	for what, test := range map[string]struct{ interaction, message, want string }{
		"an interaction": {second.ID, "", "INTERACTION_CREATE, POST 204, PATCH 200"},
		"a message":      {"", message, "INTERACTION_CREATE, POST 204, INTERACTION_CREATE, POST 204, DELETE 204"},
		"nothing":        {"5", "", ""},
	} {
		if got := described(b.Records(test.interaction, test.message)); got != test.want {
			t.Errorf("what belongs to %s: %s, want %s", what, got, test.want)
		}
	}
	whole := b.Records("", "")
	for n, r := range whole {
		if r.N != n+1 {
			t.Errorf("record %d has the number %d", n+1, r.N)
		}
		if _, err := json.Marshal(r); err != nil {
			t.Errorf("record %d: %v", n+1, err)
		}
	}
	if last := whole[len(whole)-2]; string(last.Request) != `"not JSON"` || last.Status != 400 {
		t.Errorf("what cannot be read is kept as %+v", last)
	}
	patched := b.Records(second.ID, "")[2]
	if len(patched.Files) != 1 || patched.Files[0] != "a.txt (5 bytes)" || !strings.Contains(string(patched.Response), `"late"`) {
		t.Errorf("the edit is kept as %+v", patched)
	}
	b.wantFaults("The request body contains invalid JSON")
}

// No more is kept than Options.Records, however much goes over the wire.
func TestRecordsAreBounded(t *testing.T) {
	b := newBench(t, func(o *Options) { o.Records = 20_000 })
	for range 200 {
		b.do("GET", "/users/@me", "")
	}
	size := 0
	whole := b.Records("", "")
	for i := range whole {
		size += whole[i].weight()
	}
	if size > 20_000 || len(whole) < 10 || whole[len(whole)-1].N < 200 {
		t.Errorf("%d records of %d bytes are kept, the last of the number %d", len(whole), size, whole[len(whole)-1].N)
	}
	if quiet := newBench(t); len(quiet.Records("", "")) != 0 {
		t.Error("records are kept that nobody asked for")
	}
}

// The gateway is recorded without heartbeats.
func TestRecordsOfTheGateway(t *testing.T) {
	b := newBench(t, func(o *Options) { o.Records = 1 << 20 })
	w, _ := b.identify(b.serve(), 0)
	w.send(opHeartbeat, "1")
	w.names(1)
	if got, want := described(b.Records("", "")), "op 10 from discord, op 2 from bot, READY"; got != want {
		t.Errorf("kept %s, want %s", got, want)
	}
}

func TestSay(t *testing.T) {
	b := newBench(t)
	if err := b.Say(b.as("Alex"), "  **hello**  "); err != nil {
		t.Fatal(err)
	}
	seen := b.Visible(b.as("민수"))
	if len(seen) != 1 || seen[0].Content != "**hello**" || seen[0].Author.ID != b.ids["Alex"] {
		t.Errorf("there is %+v", seen)
	}
	var read []struct {
		Content string
		Author  struct{ ID string }
	}
	b.do("GET", b.messagesPath(), "").into(t, &read)
	if len(read) != 1 || read[0].Content != "" || read[0].Author.ID != b.ids["Alex"] {
		t.Errorf("the application reads %+v, want who wrote and not what", read)
	}
	if err := b.Say(Actor{"5", b.home}, "hello"); err == nil {
		t.Error("somebody who is no member writes")
	}
	b.wantFaults()
}

func TestOutcome(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	all := b.received()
	i, err := b.Complete(b.as("Alex"), words("check"), inputs("item", "g"))
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-i.Answered():
		t.Error("it was answered before it was")
	default:
	}
	b.answer(b.last(all), `{"type":8,"data":{"choices":[{"name":"GIL","value":"gil"}]}}`)
	<-i.Answered()
	if got := b.Outcome(i); len(got.Choices) != 1 || got.Choices[0].Name != "GIL" || got.Failed || got.Modal != nil {
		t.Errorf("the outcome is %+v", got)
	}
	offered, err := b.Offered(b.as("Alex"))
	if err != nil || len(offered) != 2 {
		t.Errorf("Alex is offered %d commands, %v; want 2 without the managers'", len(offered), err)
	}
	if err := b.RemoveMember(b.guild, b.Application()); err != nil {
		t.Fatal(err)
	}
	if offered, err := b.Offered(b.as("민수")); err != nil || len(offered) != 0 {
		t.Errorf("without the application %d commands are offered, %v", len(offered), err)
	}
}
