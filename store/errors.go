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

// transientErrors are the codes of errors by which a server says that it cannot serve now.
var transientErrors = []string{"LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS", "OOM", "MISCONF", "MOVED", "ASK",
	"UNBLOCKED", "ERR max number of clients"}

// wrapUnavailable wraps an error in [study.ErrUnavailable] if Redis cannot be reached or cannot
// serve now. Any other error reply is a bug in Dojang and is returned as it is.
func wrapUnavailable(err error) error {
	if err == nil || isMissing(err) {
		return err
	}
	var fromServer redis.Error
	if errors.As(err, &fromServer) && !slices.ContainsFunc(transientErrors, func(code string) bool {
		return strings.HasPrefix(err.Error(), code) || strings.Contains(err.Error(), ": -"+code) // Redis 6.2 wraps the error of a script's command
	}) {
		return err
	}
	return fmt.Errorf("%w: %w", study.ErrUnavailable, err)
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
