package discord

import "context"

// Application asks Discord for the id of the application that the token belongs to. It
// returns a [*Fatal] error if the token is wrong.
func (c *Client) Application(ctx context.Context) (string, error) {
	var application struct {
		ID string `json:"id"`
	}
	if _, err := c.botRequest(ctx, "GET", "/applications/@me", nil, &application, true); err != nil {
		return "", fatalIfUnauthorized(err)
	}
	return application.ID, nil
}

// Servers returns about how many servers the bot is in, as Discord counts them.
func (c *Client) Servers(ctx context.Context) (int, error) {
	var application struct {
		Servers int `json:"approximate_guild_count"`
	}
	_, err := c.botRequest(ctx, "GET", "/applications/@me", nil, &application, true)
	return application.Servers, err
}

// Identify is Application, retried until Discord answers or the context ends. It
// returns a [*Fatal] error if the token is wrong.
func (c *Client) Identify(ctx context.Context) (application string, err error) {
	err = c.untilAnswered(ctx, "the application is not known yet", func() (err error) {
		application, err = c.Application(ctx)
		return err
	})
	return application, err
}
