package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// digest returns 64 hexadecimal digits that depend only on the parts, so that
// secrets look random but are the same in every run.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// botToken returns a token with the three parts of a real one: the bot's id, a
// time and a signature.
func botToken(application string) string {
	id := base64.RawURLEncoding.EncodeToString([]byte(application))
	secret := digest("bot", application)
	return id + "." + secret[:6] + "." + secret[6:44]
}

// interactionToken returns a token that is long and opaque, as a real one is.
func interactionToken(application, interaction string) string {
	return base64.RawURLEncoding.EncodeToString([]byte("interaction:" + interaction + ":" + digest("interaction", application, interaction)))
}
