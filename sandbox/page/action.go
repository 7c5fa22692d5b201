package page

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"dojang/sandbox"
	"dojang/sandbox/schema"
)

// action is the body that a tab posts. Which fields are used depends on the
// path.
type action struct {
	As          string   `json:"as"` // the member's id
	Channel     string   `json:"channel"`
	Path        []string `json:"path"` // default names of a command
	Inputs      []input  `json:"inputs"`
	Message     string   `json:"message"` // id
	Member      string   `json:"member"`  // id of the one whose menu is open
	Part        string   `json:"part"`    // the custom_id of a component
	Values      []string `json:"values"`
	Interaction string   `json:"interaction"` // id of the one that opened the modal; "" means the latest
	Text        string   `json:"text"`
	To          string   `json:"to"` // where the clock moves
}

// input is a value for an option of a command or a field of a modal: a text, a
// file or, for a field that takes several values, Values, which may be empty.
type input struct {
	Name   string   `json:"name"`
	Value  string   `json:"value"`
	Values []string `json:"values"`
	File   *file    `json:"file"`
}

// file is a file that a person attached. Its data is base64 in JSON.
type file struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Data []byte `json:"data"`
}

// maxAction is the largest size of an action, in bytes. It is smaller than ten
// files of the largest size, but Discord does not accept those in one request
// either.
const maxAction = 48 << 20

// outcome is the result of an action besides messages.
type outcome struct {
	Interaction string          `json:"interaction,omitempty"` // id
	Failed      bool            `json:"failed,omitempty"`
	Modal       *schema.Modal   `json:"modal,omitempty"`
	Choices     []schema.Choice `json:"choices,omitempty"`
}

// memberActions are what members can do, by the last part of the path.
var memberActions = map[string]func(context.Context, World, action) (any, error){
	"use": func(ctx context.Context, w World, a action) (any, error) {
		i, err := w.Discord.Slash(a.actor(), words(a.Path), a.inputs())
		return await(ctx, w, i, err)
	},
	"complete": func(ctx context.Context, w World, a action) (any, error) {
		i, err := w.Discord.Complete(a.actor(), words(a.Path), a.inputs())
		return await(ctx, w, i, err)
	},
	"menu": func(ctx context.Context, w World, a action) (any, error) {
		if len(a.Path) != 1 || (a.Message == "") == (a.Member == "") {
			return nil, fmt.Errorf("%w: a command of one menu has a name and a message or a member", errBadRequest)
		}
		name := sandbox.Word{Text: a.Path[0]}
		if a.Member != "" {
			i, err := w.Discord.UseOnMember(a.actor(), name, sandbox.Word{Text: a.Member})
			return await(ctx, w, i, err)
		}
		i, err := w.Discord.UseOnMessage(a.actor(), name, a.Message)
		return await(ctx, w, i, err)
	},
	"press": func(ctx context.Context, w World, a action) (any, error) {
		i, err := w.Discord.Press(a.actor(), a.Message, a.Part)
		return await(ctx, w, i, err)
	},
	"choose": func(ctx context.Context, w World, a action) (any, error) {
		i, err := w.Discord.Choose(a.actor(), a.Message, a.Part, words(a.Values))
		return await(ctx, w, i, err)
	},
	"submit": func(ctx context.Context, w World, a action) (any, error) {
		i, err := w.Discord.Submit(a.actor(), a.Interaction, a.inputs())
		return await(ctx, w, i, err)
	},
	"close": func(_ context.Context, w World, a action) (any, error) {
		w.Discord.CloseModal(a.As, a.Interaction)
		return outcome{}, nil
	},
	"dismiss": func(_ context.Context, w World, a action) (any, error) {
		return outcome{}, w.Discord.Dismiss(a.actor(), a.Message)
	},
	"say": func(_ context.Context, w World, a action) (any, error) {
		return outcome{}, w.Discord.Say(a.actor(), a.Text)
	},
}

// actionFunc carries out an action and returns what the tab receives.
type actionFunc func(context.Context, action) (any, error)

// post serves POST requests for an action.
func (p *Page) post(do actionFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var a action
		decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAction))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&a); err != nil {
			p.reply(w, nil, fmt.Errorf("%w: %w", errBadRequest, err))
			return
		}
		v, err := do(r.Context(), a)
		p.reply(w, v, err)
	}
}

// inWorld returns an actionFunc that runs do in the current world, or fails if
// there is none.
func (p *Page) inWorld(do func(context.Context, World, action) (any, error)) actionFunc {
	return func(ctx context.Context, a action) (any, error) {
		s, err := p.currentScene()
		if err != nil {
			return nil, err
		}
		return do(ctx, s.World, a)
	}
}

// exclusive returns an actionFunc for what moves the clock or changes the
// world. Only one runs at a time, and it runs to its end even if the client
// disconnects, so that nothing is left half done. Only Close ends it early.
func (p *Page) exclusive(do actionFunc) actionFunc {
	return func(_ context.Context, a action) (any, error) {
		p.exclusiveMu.Lock()
		defer p.exclusiveMu.Unlock()
		return do(p.ctx, a)
	}
}

func (a action) actor() sandbox.Actor { return sandbox.Actor{User: a.As, Channel: a.Channel} }

func (a action) inputs() []sandbox.Input {
	var inputs []sandbox.Input
	for _, in := range a.Inputs {
		values := words(in.Values)
		if len(values) == 0 {
			values = []sandbox.Word{{Text: in.Value}}
		}
		if in.File != nil {
			values[0].File = &sandbox.Upload{Name: in.File.Name, Type: in.File.Type, Data: in.File.Data}
		}
		for _, value := range values {
			inputs = append(inputs, sandbox.Input{Name: sandbox.Word{Text: in.Name}, Value: value})
		}
	}
	return inputs
}

func words(texts []string) []sandbox.Word {
	list := make([]sandbox.Word, len(texts))
	for n, s := range texts {
		list[n].Text = s
	}
	return list
}

// await waits until the application has responded or its time is over. A
// deferral is a response.
func await(ctx context.Context, w World, i *sandbox.Interaction, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	select {
	case <-i.Answered():
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	o := w.Discord.Outcome(i)
	return outcome{Interaction: i.ID(), Failed: o.Failed, Modal: o.Modal, Choices: o.Choices}, nil
}

// moveClock moves the clock to a time, by a span, or to the next digest.
func (p *Page) moveClock(ctx context.Context, w World, a action) (any, error) {
	w.WaitIdle(ctx)
	to, err := w.destination(ctx, a.To)
	if err != nil {
		return nil, err
	}
	defer p.clockMoved()
	return outcome{}, w.Advance(ctx, to)
}

// destination returns the time to which the clock is to move. "digest" is when
// the next digest is due, or now if it is overdue.
func (w World) destination(ctx context.Context, to string) (time.Time, error) {
	now := w.Clock.Now().In(w.Zone)
	if to != "digest" {
		return sandbox.ClockTime(now, sandbox.Word{Text: to})
	}
	due, ok, err := w.NextDue(ctx)
	switch {
	case err != nil:
		return time.Time{}, err
	case !ok:
		return time.Time{}, &sandbox.Mistake{Code: "no-digest", Reason: "no digest is due"}
	case due.Before(now):
		return now, nil
	}
	return due, nil
}

// clockMoved makes all tabs check for a new time.
func (p *Page) clockMoved() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wakeTabs()
}

// demo fills the group with some weeks of history.
func (p *Page) demo(ctx context.Context, w World, _ action) (any, error) {
	defer p.clockMoved()
	w.WaitIdle(ctx)
	return outcome{}, w.Demo(ctx)
}

// startOver replaces the world. There is none until that has succeeded.
func (p *Page) startOver(ctx context.Context, _ action) (any, error) {
	p.setScene(scene{err: fmt.Errorf("%w: it is being rebuilt", errNoWorld)})
	w, err := p.options.StartOver(ctx)
	if err != nil {
		if ctx.Err() == nil {
			p.options.Log.Error("starting over", "error", err)
		}
		err = fmt.Errorf("%w until starting over succeeds: %w", errNoWorld, err)
	}
	p.setScene(scene{World: w, err: err})
	return outcome{}, err
}
