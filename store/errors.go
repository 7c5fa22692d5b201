package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"dojang/study"
)

// wrapLogError wraps an error of the log in [study.ErrUnavailable].
func wrapLogError(err error) error {
	if err == nil || errors.Is(err, study.ErrUnavailable) {
		return err
	}
	return fmt.Errorf("%w: %w", study.ErrUnavailable, err)
}

// transientErrors are the codes of errors by which a server says that it cannot serve now, or not
// with these settings.
var transientErrors = []string{"LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "MOVED", "ASK", "BUSY", "NOAUTH", "WRONGPASS",
	"UNBLOCKED", "ERR max number of clients"}

// refusedWrites are the codes of errors by which a server refuses a script's first write: memory is
// full, the last save failed, too few replicas. A script that has written once is not refused any
// more, and one that is repeated finds its result. So nothing was changed.
var refusedWrites = []string{"OOM", "MISCONF", "NOREPLICAS"}

// wrapUnavailable wraps an error in [study.ErrUnavailable] if Redis cannot be reached or cannot
// serve now, and in [study.ErrNotPersisted], too, if it is certain that nothing was changed. Any
// other error reply is a bug in Dojang and is returned as it is.
func wrapUnavailable(err error) error {
	var fromServer redis.Error
	switch {
	case err == nil, isMissing(err), errors.Is(err, study.ErrUnavailable):
		return err
	case !errors.As(err, &fromServer), hasCode(err, transientErrors):
		return fmt.Errorf("%w: %w", study.ErrUnavailable, err)
	case hasCode(err, refusedWrites):
		return fmt.Errorf("%w: %w: %w", study.ErrUnavailable, study.ErrNotPersisted, err)
	}
	return err
}

// forbidden is the code of an error by which a server refuses what the user may not do.
var forbidden = []string{"NOPERM"}

// hasCode reports whether an error is a reply with one of the codes.
func hasCode(err error, codes []string) bool {
	if err == nil {
		return false
	}
	text := err.Error()
	return slices.ContainsFunc(codes, func(code string) bool {
		return strings.HasPrefix(text, code) || strings.Contains(text, ": -"+code) // Redis 6.2 wraps the error of a script's command
	})
}

// ServerError returns what a server has replied if an error is such a reply, else "". It does not name
// the server.
func ServerError(err error) string {
	var fromServer redis.Error
	if errors.As(err, &fromServer) {
		return fromServer.Error()
	}
	return ""
}

// refusedByServer words the error of a command that every start sends first. A server
// refuses it for a password or a right that is missing, for example.
func refusedByServer(err error) error {
	if err = wrapUnavailable(err); errors.Is(err, study.ErrUnavailable) {
		return err
	}
	return fmt.Errorf("the store refuses: %w", err)
}

// isMissing reports whether a command failed because its key or field does not exist.
func isMissing(err error) bool { return errors.Is(err, redis.Nil) }
