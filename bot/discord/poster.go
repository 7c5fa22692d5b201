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

// Poster posts digests and looks up members; it implements [scheduler.Poster] and
// [scheduler.Members].
type Poster struct{ client *Client }

// NewPoster makes a poster.
func NewPoster(client *Client) Poster { return Poster{client} }

// postTimeout limits all attempts at a message, including waits for rate limits. Discord
// remembers a nonce for "a few minutes"; a later attempt would create a second message.
const postTimeout = 90 * time.Second

// Post posts a message, given as JSON, under a nonce, and returns its id. For a few
// minutes Discord returns the same message for all attempts with the same nonce. The id
// is empty if the message was posted and has been deleted since.
// See https://discord.com/developers/docs/resources/message#create-message.
func (p Poster) Post(ctx context.Context, channel string, body []byte, nonce string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, postTimeout)
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
	ambiguous, err := p.client.botRequest(ctx, http.MethodPost, route("channels", channel, "messages"), body, &posted, true)
	if unknownMessage(err) {
		return "", nil // Discord remembers the nonce, and the message was deleted
	}
	if err != nil {
		return "", problem(err, ambiguous)
	}
	return posted.ID, nil
}

// Delete deletes one of the bot's messages. It is no error if the message no longer
// exists.
func (p Poster) Delete(ctx context.Context, channel, message string) error {
	_, err := p.client.botRequest(ctx, http.MethodDelete, route("channels", channel, "messages", message), nil, nil, true)
	if unknownMessage(err) {
		return nil
	}
	return err
}

// Left reports whether the user certainly is not a member of the guild.
// See https://discord.com/developers/docs/resources/guild#get-guild-member.
func (p Poster) Left(ctx context.Context, guild, user string) (bool, error) {
	_, err := p.client.botRequest(ctx, http.MethodGet, route("guilds", guild, "members", user), nil, nil, true)
	var refused *Error
	if errors.As(err, &refused) && (refused.Code == codeUnknownMember || refused.Code == codeUnknownUser) {
		return true, nil
	}
	return false, err
}

// IsBotRemoved reports whether the bot certainly is not in the guild. An outage of the
// guild does not count: Discord then says so or does not answer.
// See https://discord.com/developers/docs/resources/guild#get-guild.
func (p Poster) IsBotRemoved(ctx context.Context, guild string) (bool, error) {
	_, err := p.client.botRequest(ctx, http.MethodGet, route("guilds", guild), nil, nil, true)
	var refused *Error
	if errors.As(err, &refused) && (refused.Code == codeUnknownGuild || refused.Code == codeMissingAccess) {
		return true, nil
	}
	return false, err
}

// unknownMessage reports whether the error says that the message does not exist.
func unknownMessage(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Code == codeUnknownMessage
}

// problem translates an error into the scheduler's terms.
func problem(err error, ambiguous bool) *scheduler.Problem {
	p := &scheduler.Problem{Code: "unreachable", Ambiguous: ambiguous, Err: err}
	var refused *Error
	if !errors.As(err, &refused) {
		return p
	}
	p.After, p.Failed = refused.After, failed(err)
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
