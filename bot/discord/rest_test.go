package discord

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
)

// The errors of requests go to the command line, so they say what is wrong in words.
func TestWhatErrorsOfRequestsSay(t *testing.T) {
	for _, test := range []struct {
		name      string
		transport *refusing
		want      string
	}{
		{"no connection", &refusing{left: botAttempts}, "discord cannot be reached (GET): dial tcp: connection refused"},
		{"wrong token", &refusing{next: &asked{refusal: &Error{Status: 401}}}, "the bot's token is wrong: copy it again from the developer portal"},
		{"a refusal", &refusing{next: &asked{refusal: &Error{Status: 403, Code: 20012}}}, "discord answered 403, code 20012: no"},
		{"a refusal without a code", &refusing{next: &asked{refusal: &Error{Status: 404}}}, "discord answered 404: no"},
		{"no JSON", &refusing{next: &asked{}}, "discord's answer to a GET cannot be decoded: unexpected end of JSON input"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := NewClient("https://discord.example", "token", test.transport, slog.New(slog.DiscardHandler), time.Now)
				if _, err := client.Application(context.Background()); err == nil || err.Error() != test.want {
					t.Errorf("said: %v\nwant: %s", err, test.want)
				}
			})
		})
	}
}
