package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dojang/sandbox/schema"
)

// EffectKind is the kind of an [Effect].
type EffectKind string

// The kinds of effects.
const (
	Posted     EffectKind = "posted"     // a message appeared
	Edited     EffectKind = "edited"     // a message changed
	Deleted    EffectKind = "deleted"    // a message was deleted or dismissed
	Thinking   EffectKind = "thinking"   // a response was deferred; Posted or Deleted follows
	Opened     EffectKind = "opened"     // a modal opened for its member
	Completed  EffectKind = "completed"  // autocompletion offered choices
	Unanswered EffectKind = "unanswered" // the application did not respond
)

// Effect is something that happened and that a member can see.
type Effect struct {
	N       int // from 1
	Kind    EffectKind
	At      time.Time // time of the sandbox's clock
	Guild   string
	Channel string
	User    string          // the member whose action caused it, or ""
	Action  string          // that action: /check, [Undo] or a modal's title
	Message *Message        // a copy; for Posted, Edited, Deleted and Thinking
	Modal   *schema.Modal   // for Opened
	Choices []schema.Choice // for Completed
}

// String returns a description of the effect in one line.
func (e Effect) String() string {
	var b strings.Builder
	b.WriteString(string(e.Kind))
	if e.User != "" {
		fmt.Fprintf(&b, " for %s %s", e.User, e.Action)
	}
	if e.Message != nil {
		private := ""
		if e.Message.Private() {
			private = " (private)"
		}
		fmt.Fprintf(&b, ": message %s%s %q", e.Message.ID, private, e.Message.texts())
	}
	if e.Modal != nil {
		fmt.Fprintf(&b, ": modal %q", e.Modal.Title)
	}
	for i, c := range e.Choices {
		fmt.Fprintf(&b, "%s%q", map[bool]string{true: ": ", false: ", "}[i == 0], c.Name)
	}
	return b.String()
}

// VisibleTo reports whether the user can see the effect.
func (e Effect) VisibleTo(user string) bool {
	if m := e.Message; m != nil && !m.Private() {
		return true
	}
	return e.User == user
}

// maxEffects is how many effects are kept.
const maxEffects = 5000

// Effects returns what happened after the first n effects, and a channel that
// is closed at the next one. Only the newest few thousand are kept: if the
// first returned effect does not have number n+1, those before it are lost.
func (d *Discord) Effects(n int) ([]Effect, <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.effectsSince(n)), d.changed
}

// effectsSince returns the effects after the first n, as far as they are kept;
// the lock is held.
func (d *Discord) effectsSince(n int) []Effect {
	dropped := d.effectCount - len(d.effects)
	return d.effects[min(max(n-dropped, 0), len(d.effects)):]
}

// recordEffect records an effect and a copy of its message. i is the
// interaction that caused it, or nil. The lock is held.
func (d *Discord) recordEffect(e Effect, i *Interaction) {
	d.effectCount++
	e.N, e.At = d.effectCount, d.clock.Now()
	if i != nil {
		e.Guild, e.Channel, e.User, e.Action = i.channel.guild.id, i.channel.id, i.user, i.name
	}
	if e.Message != nil {
		if c := d.channels[e.Message.ChannelID]; c != nil {
			e.Guild, e.Channel = c.guild.id, c.id
		}
		e.Message = e.Message.clone()
	}
	if d.effects = append(d.effects, e); len(d.effects) > maxEffects {
		d.effects[0] = Effect{} // so that the array does not keep it alive
		d.effects = d.effects[1:]
	}
	close(d.changed)
	d.changed = make(chan struct{})
}
