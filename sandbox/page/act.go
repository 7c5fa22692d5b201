package page

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"dojang/sandbox"
)

// action is what a tab posts. Which fields are used depends on the act.
type action struct {
	As          string   `json:"as"` // the member's id
	Channel     string   `json:"channel"`
	Path        []string `json:"path"` // of a command: its default names
	Inputs      []input  `json:"inputs"`
	Message     string   `json:"message"` // id
	Part        string   `json:"part"`    // the custom_id of a component
	Values      []string `json:"values"`
	Text        string   `json:"text"`
	Interaction string   `json:"interaction"` // id of the one that opened the modal, "" for the member's latest
	To          string   `json:"to"`          // of the clock
}

// input is a value for an option of a command or a field of a modal.
type input struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	File  *file  `json:"file"`
}

// file is one that a person attached; its data are base64.
type file struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Data []byte `json:"data"`
}

// maxAction is how large an action may be, in bytes: ten files of the largest
// size would not go over Discord's own wire either.
const maxAction = 48 << 20

// outcome is what came of an act, besides messages.
type outcome struct {
	Interaction string           `json:"interaction,omitempty"` // id
	Failed      bool             `json:"failed,omitempty"`
	Modal       *sandbox.Modal   `json:"modal,omitempty"`
	Choices     []sandbox.Choice `json:"choices,omitempty"`
}

// acts are what members do, by the last part of their path.
var acts = map[string]func(context.Context, World, action) (any, error){
	"use": func(ctx context.Context, w World, a action) (any, error) {
		i, err := w.Discord.Slash(a.actor(), words(a.Path), a.inputs())
		return await(ctx, w, i, err)
	},
	"complete": func(ctx context.Context, w World, a action) (any, error) {
		i, err := w.Discord.Complete(a.actor(), words(a.Path), a.inputs())
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

// act serves an act of a person's.
func (p *Page) act(do func(context.Context, World, action) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var a action
		decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAction))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&a); err != nil {
			p.reply(w, nil, fmt.Errorf("%w: %w", errBadRequest, err))
			return
		}
		world, _ := p.shown()
		v, err := do(r.Context(), world, a)
		p.reply(w, v, err)
	}
}

func (a action) actor() sandbox.Actor { return sandbox.Actor{User: a.As, Channel: a.Channel} }

func (a action) inputs() []sandbox.Input {
	inputs := make([]sandbox.Input, len(a.Inputs))
	for n, in := range a.Inputs {
		value := sandbox.Word{Text: in.Value}
		if in.File != nil {
			value.File = &sandbox.Upload{Name: in.File.Name, Type: in.File.Type, Data: in.File.Data}
		}
		inputs[n] = sandbox.Input{Name: sandbox.Word{Text: in.Name}, Value: value}
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

// await waits until the application has answered, or has not in time.
func await(ctx context.Context, w World, i *sandbox.Interaction, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	select {
	case <-i.Answered():
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	came := w.Discord.Outcome(i)
	return outcome{Interaction: i.ID(), Failed: came.Failed, Modal: came.Modal, Choices: came.Choices}, nil
}

// moveClock moves the clock to a time, by a span, or to the next digest.
func (p *Page) moveClock(ctx context.Context, w World, a action) (any, error) {
	p.moving.Lock()
	defer p.moving.Unlock()
	now := w.Clock.Now().In(w.Zone)
	to, err := p.destination(ctx, w, now, a.To)
	switch {
	case err != nil:
		return nil, err
	case to.Before(now):
		return nil, &sandbox.Mistake{Reason: "the clock only goes forward"}
	}
	defer p.moved()
	w.Settle(ctx)
	return outcome{}, w.Advance(ctx, to)
}

// errNoDigest is a [sandbox.Mistake] that the page knows by its text.
var errNoDigest = &sandbox.Mistake{Reason: "no digest is due"}

// destination is where the clock is to go.
func (p *Page) destination(ctx context.Context, w World, now time.Time, to string) (time.Time, error) {
	if to != "digest" {
		return sandbox.ClockTime(now, sandbox.Word{Text: to})
	}
	due, ok, err := w.NextDue(ctx)
	if err == nil && !ok {
		err = errNoDigest
	}
	return due, err
}

// moved tells all tabs that the clock may show another time.
func (p *Page) moved() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.announce()
}

// demo fills the group with some weeks of history.
func (p *Page) demo(ctx context.Context, w World, _ action) (any, error) {
	p.moving.Lock()
	defer p.moving.Unlock()
	defer p.moved()
	w.Settle(ctx)
	return outcome{}, w.Demo(context.WithoutCancel(ctx)) // half of it would be a strange history
}

// startOver makes the world anew.
func (p *Page) startOver(ctx context.Context, _ World, _ action) (any, error) {
	p.moving.Lock()
	defer p.moving.Unlock()
	w, err := p.options.StartOver(context.WithoutCancel(ctx))
	if err != nil {
		return nil, errors.Join(errors.New("starting over"), err)
	}
	p.show(w)
	return outcome{}, nil
}
