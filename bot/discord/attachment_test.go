package discord

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dojang/commands/router"
)

// carrier records which addresses are requested, and answers.
type carrier struct {
	asked  []string
	answer func(*http.Request) (*http.Response, error)
}

func (c *carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	c.asked = append(c.asked, r.URL.String())
	return c.answer(r)
}

func found(body io.Reader) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(body), Header: http.Header{}}, nil
	}
}

// fetching makes the Attachments of a bot whose client uses the origin.
func fetching(origin string, c *carrier) Attachments {
	return NewAttachments(NewClient(origin, "TOKEN", c, slog.New(slog.DiscardHandler), time.Now))
}

// Whatever address an interaction contains, only Discord's hosts are asked, or the
// server that replaces them.
func TestAttachmentsComeFromDiscordOnly(t *testing.T) {
	const discord, other = "https://discord.com", "http://127.0.0.1:8471"
	for _, test := range []struct{ name, origin, address, want string }{
		{"Discord's", discord, "https://cdn.discordapp.com/attachments/1/2/a.md?ex=1&hm=2", "https://cdn.discordapp.com/attachments/1/2/a.md?ex=1&hm=2"},
		{"Discord's other", discord, "https://media.discordapp.net/ephemeral-attachments/1/2/a%20b.md", "https://media.discordapp.net/ephemeral-attachments/1/2/a%20b.md"},
		{"of a test version of Discord", "https://ptb.discord.com", "https://cdn.discordapp.com/a.md", "https://cdn.discordapp.com/a.md"},
		{"in Discord's place", other, "https://cdn.discordapp.com/attachments/1/2/a.md?ex=1", other + "/attachments/1/2/a.md?ex=1"},
		{"of the place itself", other, other + "/attachments/a.md", other + "/attachments/a.md"},
		{"a path like a host", other, "https://cdn.discordapp.com//evil.example/a.md", other + "//evil.example/a.md"},
		{"another server", discord, "https://evil.example/attachments/a.md", ""},
		{"the place of another bot", discord, other + "/attachments/a.md", ""},
		{"another port of the place", other, "http://127.0.0.1:22/a.md", ""},
		{"another scheme of the place", other, "https://127.0.0.1:8471/a.md", ""},
		{"user info", discord, "https://cdn.discordapp.com@evil.example/a.md", ""},
		{"user info before the right host", discord, "https://me@cdn.discordapp.com/a.md", ""},
		{"a port", discord, "https://cdn.discordapp.com:8443/a.md", ""},
		{"the usual port", discord, "https://cdn.discordapp.com:443/a.md", ""},
		{"http", discord, "http://cdn.discordapp.com/a.md", ""},
		{"another scheme", discord, "file://cdn.discordapp.com/etc/passwd", ""},
		{"no scheme", discord, "//cdn.discordapp.com/a.md", ""},
		{"an opaque address", discord, "https:cdn.discordapp.com/a.md", ""},
		{"a dot at the end", discord, "https://cdn.discordapp.com./a.md", ""},
		{"a longer name", discord, "https://cdn.discordapp.com.evil.example/a.md", ""},
		{"another name before", discord, "https://evil-cdn.discordapp.com/a.md", ""},
		{"a backslash", discord, `https://cdn.discordapp.com\@evil.example/a.md`, ""},
		{"an escape in the host", discord, "https://cdn%2ediscordapp.com/a.md", ""},
		{"a line break", discord, "https://cdn.discordapp.com/a.md\r\nHost: evil.example", ""},
		{"nothing", discord, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := &carrier{answer: found(strings.NewReader("text"))}
			got, err := fetching(test.origin, c).Fetch(t.Context(), test.address, 10)
			asked := strings.Join(c.asked, " ")
			if asked != test.want || (err == nil) != (test.want != "") || err == nil && string(got) != "text" {
				t.Errorf("asked %q for %q: %v; want %q", asked, got, err, test.want)
			}
		})
	}
}

// endless is a body without end.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) { e.read += len(p); return len(p), nil }

func TestAttachmentsThatCannotBeFetched(t *testing.T) {
	const address = "https://cdn.discordapp.com/attachments/1/2/a.md"
	for _, test := range []struct {
		name   string
		answer func(*http.Request) (*http.Response, error)
		want   error
	}{
		{"gone", func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody}, nil
		}, router.ErrFileUnavailable},
		{"elsewhere", func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusFound, Body: http.NoBody, Header: http.Header{"Location": {"http://127.0.0.1/secret"}}}, nil
		}, router.ErrFileUnavailable},
		{"cut", func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }, router.ErrFileUnavailable},
		{"just as large as may be", found(strings.NewReader("0123456789")), nil},
		{"larger", found(strings.NewReader("0123456789x")), router.ErrFileLarge},
		{"never ending", func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}, router.ErrFileUnavailable},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &carrier{answer: test.answer}
				_, err := fetching("https://discord.com", c).Fetch(t.Context(), address, 10)
				if !errors.Is(err, test.want) || len(c.asked) != 1 {
					t.Errorf("%v after %d requests, want %v after one", err, len(c.asked), test.want)
				}
			})
		})
	}
	e := &endless{}
	if _, err := fetching("https://discord.com", &carrier{answer: found(e)}).Fetch(t.Context(), address, 1<<20); err == nil || e.read > 4<<20 {
		t.Errorf("%d bytes were read of a file without end: %v", e.read, err)
	}
}
