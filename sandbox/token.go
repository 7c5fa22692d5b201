package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// digest returns 64 hexadecimal digits that depend on the parts only, so that
// secrets look random and are the same in every run.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// botToken has the three parts of a real bot token: the bot's id, a time and a
// signature.
func botToken(application string) string {
	id := base64.RawURLEncoding.EncodeToString([]byte(application))
	secret := digest("bot", application)
	return id + "." + secret[:6] + "." + secret[6:44]
}

// interactionToken has the form of a real one, which is long and opaque.
func interactionToken(application, interaction string) string {
	return base64.RawURLEncoding.EncodeToString([]byte("interaction:" + interaction + ":" + digest("interaction", application, interaction)))
}
