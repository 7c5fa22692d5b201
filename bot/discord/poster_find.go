package discord

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dojang/scheduler"
	"dojang/view"
)

// channelMessage has the fields of a channel's message that Dojang reads.
type channelMessage struct {
	ID     string `json:"id"`
	Author struct {
		ID string `json:"id"`
	} `json:"author"`
	Components []view.Component `json:"components"`
}

// Limits of searching for a message. It was posted soon after the time from which it is
// searched for, so a thousand messages are enough.
const (
	clockError = 5 * time.Minute // how far our clock may be ahead of Discord's
	pageSize   = 100             // Discord's maximum
	maxPages   = 10
)

// Find returns the bot's own messages since then that have a component whose custom_id
// begins with prefix, oldest first. Without an error, an empty result is certain.
// Anybody can read a custom_id and send one like it, so the author must be the bot's
// user. Discord is asked for its id, because the user of an old bot has another id than
// its application.
func (p Poster) Find(ctx context.Context, channel, prefix string, since time.Time) (found []string, err error) {
	var self channelMessage
	if err := p.get(ctx, "/users/@me", &self.Author); err != nil {
		return nil, err
	}
	start := snowflake(since.Add(-clockError))
	after := start
	for page := range maxPages {
		messages, err := p.messagesAfter(ctx, channel, after)
		if err != nil {
			return nil, err
		}
		if page == 0 && len(messages) == 0 {
			return nil, p.confirmEmpty(ctx, channel, start)
		}
		for _, m := range messages {
			if m.Author.ID == self.Author.ID && hasButton(m.Components, prefix) {
				found = append(found, m.ID)
			}
		}
		if len(messages) < pageSize {
			break
		}
		after = messages[len(messages)-1].ID
	}
	return found, nil
}

// messagesAfter returns the first messages of a channel after an id, in order.
func (p Poster) messagesAfter(ctx context.Context, channel, after string) ([]channelMessage, error) {
	var messages []channelMessage
	err := p.get(ctx, route("channels", channel, "messages")+"?limit="+strconv.Itoa(pageSize)+"&after="+url.QueryEscape(after), &messages)
	slices.SortFunc(messages, func(a, b channelMessage) int { return compareIDs(a.ID, b.ID) })
	return messages, err
}

// confirmEmpty returns nil if nothing was posted to the channel after an id. An empty
// list alone proves nothing, because Discord also returns one to a bot that may not read
// the history. If the channel lists no message at all, confirmEmpty compares with the id
// of its last one.
func (p Poster) confirmEmpty(ctx context.Context, channel, after string) error {
	var messages []channelMessage
	if err := p.get(ctx, route("channels", channel, "messages")+"?limit=1", &messages); err != nil || len(messages) > 0 {
		return err
	}
	var about struct {
		Last string `json:"last_message_id"` // even if that was deleted
	}
	if err := p.get(ctx, route("channels", channel), &about); err != nil {
		return err
	}
	if compareIDs(about.Last, after) > 0 {
		return &scheduler.Problem{Code: "history", Ambiguous: true, Err: errors.New("the message history cannot be read")}
	}
	return nil
}

// get requests something that shows whether a message was posted. After an error the
// message may have been posted, unless the channel no longer exists.
func (p Poster) get(ctx context.Context, path string, out any) error {
	_, err := p.client.botRequest(ctx, http.MethodGet, path, nil, out, true)
	if err == nil {
		return nil
	}
	var refused *Error
	deleted := errors.As(err, &refused) && (refused.Code == codeUnknownChannel || refused.Code == codeUnknownGuild)
	return problem(err, !deleted)
}

// hasButton reports whether a component's custom_id begins with prefix.
func hasButton(components []view.Component, prefix string) bool {
	for _, c := range components {
		if strings.HasPrefix(c.CustomID, prefix) || hasButton(c.Components, prefix) || c.Accessory != nil && strings.HasPrefix(c.Accessory.CustomID, prefix) {
			return true
		}
	}
	return false
}

// snowflake returns the smallest id that Discord may create at a time.
// See https://discord.com/developers/docs/reference#snowflakes.
func snowflake(t time.Time) string {
	const epoch = 1420070400000 // 2015-01-01 UTC in milliseconds
	return strconv.FormatInt(max(t.UnixMilli()-epoch, 0)<<22, 10)
}

// compareIDs orders ids by age; "" comes first.
func compareIDs(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
