package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dojang/scheduler"
	"dojang/view"
)

// Poster posts messages to channels. It is the scheduler's.
type Poster struct{ client *Client }

// NewPoster makes a poster.
func NewPoster(client *Client) Poster { return Poster{client} }

// Post posts a message, given as JSON, under a nonce. Discord makes one
// message of all attempts with the same nonce, for a few minutes.
// See https://discord.com/developers/docs/resources/message#create-message.
func (p Poster) Post(ctx context.Context, channel string, body []byte, nonce string) (string, error) {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(body, &fields); err != nil {
		return "", fmt.Errorf("post: %w", err)
	}
	fields["nonce"] = json.RawMessage(strconv.Quote(nonce))
	fields["enforce_nonce"] = json.RawMessage("true")
	body, err := json.Marshal(fields)
	if err != nil {
		return "", fmt.Errorf("post: %w", err)
	}
	var message struct {
		ID string `json:"id"`
	}
	unsure, err := p.client.bot(ctx, "POST", "/channels/"+channel+"/messages", body, &message, true)
	if err != nil {
		return "", problem(err, unsure)
	}
	return message.ID, nil
}

// found is how many messages are looked through for a digest.
const found = 100

// Find returns our own message since then with a component whose custom_id
// begins with mark.
func (p Poster) Find(ctx context.Context, channel, mark string, since time.Time) (string, error) {
	const epoch = 1420070400000 // 2015 began
	after := strconv.FormatInt((since.Add(-time.Minute).UnixMilli()-epoch)<<22, 10)
	var messages []struct {
		ID         string           `json:"id"`
		Components []view.Component `json:"components"`
	}
	path := "/channels/" + channel + "/messages?limit=" + strconv.Itoa(found) + "&after=" + after
	if unsure, err := p.client.bot(ctx, "GET", path, nil, &messages, true); err != nil {
		return "", problem(err, unsure)
	}
	for _, m := range messages {
		if marked(m.Components, mark) {
			return m.ID, nil
		}
	}
	return "", nil
}

func marked(components []view.Component, mark string) bool {
	for _, c := range components {
		if strings.HasPrefix(c.CustomID, mark) || marked(c.Components, mark) {
			return true
		}
	}
	return false
}

// Delete deletes a message of ours; one that is gone is deleted.
func (p Poster) Delete(ctx context.Context, channel, message string) error {
	_, err := p.client.bot(ctx, "DELETE", "/channels/"+channel+"/messages/"+message, nil, nil, true)
	var refused *Error
	if errors.As(err, &refused) && refused.Code == codeUnknownMessage {
		return nil
	}
	return err
}

// problem says what is the matter, in the scheduler's terms.
func problem(err error, unsure bool) error {
	p := &scheduler.Problem{Code: "unreachable", Unsure: unsure, Err: err}
	var refused *Error
	if !errors.As(err, &refused) {
		return p
	}
	switch {
	case refused.Code == codeUnknownChannel || refused.Code == codeUnknownGuild || refused.Status == 404 && refused.Code == 0:
		p.Code = "channel"
	case refused.Code == codeMissingAccess, refused.Code == codeMissingPermission, refused.Code == codeThreadArchived,
		refused.Status == 401, refused.Status == 403:
		p.Code = "permission"
	case refused.Status == 400:
		p.Code = "refused"
	}
	return p
}
