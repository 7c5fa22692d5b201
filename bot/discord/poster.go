package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"dojang/scheduler"
)

// Poster posts messages to channels. It is the scheduler's.
type Poster struct{ client *Client }

// NewPoster makes a poster.
func NewPoster(client *Client) Poster { return Poster{client} }

// postWithin bounds all attempts at a post, waiting for rate limits included:
// after Discord has forgotten the nonce, an attempt would be another message.
// It says that it knows a nonce for "a few minutes".
const postWithin = 90 * time.Second

// Post posts a message, given as JSON, under a nonce, and returns its id.
// Discord makes one message of all attempts with the same nonce, for a few
// minutes. An empty id means that it was posted and has been deleted since.
// See https://discord.com/developers/docs/resources/message#create-message.
func (p Poster) Post(ctx context.Context, channel string, body []byte, nonce string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, postWithin)
	defer cancel()
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
	var posted channelMessage
	unsure, err := p.client.botRequest(ctx, http.MethodPost, route("channels", channel, "messages"), body, &posted, true)
	if unknownMessage(err) {
		return "", nil // Discord remembers the nonce, and the message is gone
	}
	if err != nil {
		return "", problem(err, unsure)
	}
	return posted.ID, nil
}

// Delete deletes a message of ours; one that is gone is deleted.
func (p Poster) Delete(ctx context.Context, channel, message string) error {
	_, err := p.client.botRequest(ctx, http.MethodDelete, route("channels", channel, "messages", message), nil, nil, true)
	if unknownMessage(err) {
		return nil
	}
	return err
}

// Left reports whether the user certainly is no member of the guild.
// See https://discord.com/developers/docs/resources/guild#get-guild-member.
func (p Poster) Left(ctx context.Context, guild, user string) (bool, error) {
	_, err := p.client.botRequest(ctx, http.MethodGet, route("guilds", guild, "members", user), nil, nil, true)
	var refused *Error
	if errors.As(err, &refused) && (refused.Code == codeUnknownMember || refused.Code == codeUnknownUser) {
		return true, nil
	}
	return false, err
}

// IsBotRemoved reports whether the bot certainly is not in the guild. One that is
// away for a while is there all the same: Discord says so, or nothing.
// See https://discord.com/developers/docs/resources/guild#get-guild.
func (p Poster) IsBotRemoved(ctx context.Context, guild string) (bool, error) {
	_, err := p.client.botRequest(ctx, http.MethodGet, route("guilds", guild), nil, nil, true)
	var refused *Error
	if errors.As(err, &refused) && (refused.Code == codeUnknownGuild || refused.Code == codeMissingAccess) {
		return true, nil
	}
	return false, err
}

// unknownMessage reports whether an error says that the message is gone.
func unknownMessage(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Code == codeUnknownMessage
}

// problem says what is the matter, in the scheduler's terms.
func problem(err error, unsure bool) *scheduler.Problem {
	p := &scheduler.Problem{Code: "unreachable", Ambiguous: unsure, Err: err}
	var refused *Error
	if !errors.As(err, &refused) {
		return p
	}
	p.After = refused.After
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
