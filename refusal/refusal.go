package refusal

import (
	"fmt"
	"strings"
)

// Refusal says why a request of a person is not carried out. It is an error, so that it
// travels like one. Any error that is not a Refusal is a fault of the program.
type Refusal struct {
	Code string // stable key of the sentence in the catalogues, such as "link.scheme"
	Args []any  // name, value, name, value, …; string values are text from a user
}

// New returns a Refusal. args alternate names and values.
func New(code string, args ...any) *Refusal { return &Refusal{Code: code, Args: args} }

// Error returns the code and the arguments, for logs and tests. People see the sentence of
// a catalogue instead.
func (r *Refusal) Error() string {
	var b strings.Builder
	b.WriteString("refused: " + r.Code)
	for i := 0; i+1 < len(r.Args); i += 2 {
		fmt.Fprintf(&b, " %v=%q", r.Args[i], fmt.Sprint(r.Args[i+1]))
	}
	return b.String()
}
