package refusal

import (
	"fmt"
	"strings"
)

// Refusal says why something that a person asked for is not done, as a value:
// a stable code, under which the catalogues have the sentence, and what the
// sentence names. It is an error so that it travels like one; whatever is not
// a Refusal is a fault of ours.
type Refusal struct {
	Code string // such as "link.scheme"
	Args []any  // name, value, name, value, …; a string is a user's text
}

// New makes a Refusal; args alternate names and values.
func New(code string, args ...any) *Refusal { return &Refusal{Code: code, Args: args} }

// Error gives the code and the arguments, for logs and tests; people are shown
// the catalogue's sentence.
func (r *Refusal) Error() string {
	var b strings.Builder
	b.WriteString("refused: " + r.Code)
	for i := 0; i+1 < len(r.Args); i += 2 {
		fmt.Fprintf(&b, " %v=%q", r.Args[i], fmt.Sprint(r.Args[i+1]))
	}
	return b.String()
}
