package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dojang/commands/router"
)

// Attachments fetches the files that members attach, for package commands.
type Attachments struct {
	origin *url.URL // of the server that replaces Discord, or nil
	http   *http.Client
	log    *slog.Logger
}

// attachmentHosts are the hosts on which Discord keeps files. Nothing is fetched from
// any other, whatever an interaction says.
var attachmentHosts = map[string]bool{"cdn.discordapp.com": true, "media.discordapp.net": true}

// attachmentTimeout limits fetching a file.
const attachmentTimeout = 10 * time.Second

// NewAttachments makes an Attachments. If the client talks to a server other than
// Discord, files are fetched from that server.
func NewAttachments(c *Client) Attachments {
	a := Attachments{log: c.log, http: &http.Client{Transport: c.http.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	origin, err := url.Parse(c.origin)
	if err == nil && origin.Hostname() != "discord.com" && !strings.HasSuffix(origin.Hostname(), ".discord.com") {
		a.origin = origin
	}
	return a
}

var errForeignFile = errors.New("not one of Discord's hosts")

// locate returns the address to fetch an attachment from. It refuses addresses on
// foreign hosts.
func (a Attachments) locate(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", errForeignFile
	}
	discords := u.Scheme == "https" && attachmentHosts[u.Host]
	others := a.origin != nil && u.Scheme == a.origin.Scheme && u.Host == a.origin.Host
	if u.User != nil || u.Opaque != "" || !discords && !others {
		return "", errForeignFile
	}
	if a.origin != nil {
		u.Scheme, u.Host = a.origin.Scheme, a.origin.Host
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), nil
}

// Fetch returns the contents of an attachment. It returns [router.ErrFileLarge] if they
// have more than limit bytes, and [router.ErrFileUnavailable] if they cannot be fetched. The
// address is never logged, because anyone who knows it can fetch the file.
func (a Attachments) Fetch(ctx context.Context, address string, limit int) ([]byte, error) {
	address, err := a.locate(address)
	if err != nil {
		return nil, fmt.Errorf("attachment: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, attachmentTimeout)
	defer cancel()
	contents, err := a.get(ctx, address, limit)
	if err != nil {
		var outer *url.Error
		if errors.As(err, &outer) {
			err = outer.Err
		}
		a.log.Warn("attachment not fetched", "error", err)
		return nil, router.ErrFileUnavailable
	}
	if len(contents) > limit {
		return nil, router.ErrFileLarge
	}
	return contents, nil
}

// get reads the file, up to one byte more than the limit.
func (a Attachments) get(ctx context.Context, address string, limit int) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", userAgent)
	res, err := a.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", res.StatusCode)
	}
	return io.ReadAll(io.LimitReader(res.Body, int64(limit)+1))
}
