package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"dojang/store/ledger"
	"dojang/study"
)

//go:embed lua/*.lua lua/include/*.lua
var luaFiles embed.FS

// scripts holds every script by the name of its file in lua/.
var scripts = map[string]*redis.Script{}

// The scripts. Each is named after the method of Store that runs it; the comment
// at the top of its file describes its keys, arguments and reply.
var (
	applyScript       = addScript("apply")
	checkScript       = addScript("check")
	editScript        = addScript("edit")
	forgetScript      = addScript("forget")
	hideScript        = addScript("hide")
	joinScript        = addScript("join")
	leaveScript       = addScript("leave")
	removeScript      = addScript("remove")
	replaceScript     = addScript("replace")
	saveDigestScript  = addScript("save_digest")
	saveGroupScript   = addScript("save_group")
	shareScript       = addScript("share")
	uncheckScript     = addScript("uncheck")
	undoScript        = addScript("undo")
	boardScript       = addScript("board")
	checklistScript   = addScript("checklist")
	focusScript       = addScript("focus")
	historyScript     = addScript("history")
	libraryScript     = addScript("library")
	loadGuildScript   = addScript("load_guild")
	membersTurnScript = addScript("members_in_turn")
	namesScript       = addScript("names")
	overviewScript    = addScript("overview")
	postScript        = addScript("post")
	postsScript       = addScript("posts")
	rosterScript      = addScript("roster")
	searchScript      = addScript("search")
	weekSummaryScript = addScript("week_summary")
	claimDueScript    = addScript("claim_due")
	claimGroupScript  = addScript("claim_group")
	releaseScript     = addScript("release")
	scheduleScript    = addScript("schedule")
	compactScript     = addScript("compact")
	purgeScript       = addScript("purge")
	repairScript      = addScript("repair")
	swapScript        = addScript("swap")
	trimScript        = addScript("trim")
	beginSyncScript   = addScript("begin_command_sync")
)

func addScript(name string) *redis.Script {
	files, err := fs.Sub(luaFiles, "lua")
	if err != nil {
		panic(err) // the files are part of the binary
	}
	src, err := scriptSource(files, name)
	if err != nil {
		panic(err)
	}
	scripts[name] = redis.NewScript(src)
	return scripts[name]
}

// includePrefix begins the first line of a file that includes others. The names of these files
// in include/ follow.
const includePrefix = "--#include "

// includes returns the names of the files that the source includes.
func includes(src string) []string {
	first, _, _ := strings.Cut(src, "\n")
	names, ok := strings.CutPrefix(first, includePrefix)
	if !ok {
		return nil
	}
	return strings.Fields(names)
}

// comments matches the blocks and lines of Lua that contain only comments.
var comments = regexp.MustCompile(`(?m)^--\[\[\n(?s:.*?)\n\]\]\n|^ *--.*\n`)

// scriptSource returns a script's source, preceded by the files that it includes, directly or
// not, each once. Comments are removed, because miniredis parses a script each time it runs.
func scriptSource(files fs.FS, name string) (string, error) {
	var src strings.Builder
	var written []string
	var write func(file string) error
	write = func(file string) error {
		if slices.Contains(written, file) {
			return nil
		}
		written = append(written, file)
		b, err := fs.ReadFile(files, file)
		if err != nil {
			return err
		}
		for _, include := range includes(string(b)) {
			if err := write("include/" + include + ".lua"); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
		src.WriteString(comments.ReplaceAllString(string(b), ""))
		return nil
	}
	err := write(name + ".lua")
	return src.String(), err
}

// ErrScriptsForbidden means that the Redis user may not run scripts, which everything needs.
var ErrScriptsForbidden = errors.New("the Redis user may not run scripts, so nothing can be read or recorded: allow it +@scripting")

// Load loads all scripts into Redis, so that the first members do not wait for it. A restarted
// Redis gets each script again when it is first used. Load fails with [ErrScriptsForbidden] if the
// Redis user may not run any.
func (s *Store) Load(ctx context.Context) error {
	for _, script := range scripts {
		err := script.Load(ctx, s.client).Err()
		if hasCode(err, forbidden) {
			return s.tryScript(ctx)
		}
		if err != nil {
			return fmt.Errorf("load scripts: %w", err)
		}
	}
	return s.tryScript(ctx)
}

// tryScript runs a script as run does.
func (s *Store) tryScript(ctx context.Context) error {
	err := loadGuildScript.Run(ctx, s.client, []string{ledger.GuildKey("0"), ledger.UserKey("0", "0")}, "0").Err()
	if hasCode(err, forbidden) {
		return fmt.Errorf("%w (%w)", ErrScriptsForbidden, err)
	}
	return nil // whatever else is wrong is reported when it matters
}

// run runs a script by its hash or, if Redis does not know it, by its source. That takes one
// round trip, except for the first time after Redis was restarted.
func (s *Store) run(ctx context.Context, script *redis.Script, keys []string, args []any) (any, error) {
	if s.replaced.Load() {
		return nil, study.ErrReplaced
	}
	limit := s.limit(len(keys) + len(args))
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var on redis.Scripter = s.client
	if limit > timeout && s.embedded == nil {
		server, err := s.server(ctx, keys[0])
		if err != nil {
			return nil, wrapUnavailable(err)
		}
		on = server.WithTimeout(limit)
	}
	reply, err := script.Run(ctx, on, keys, args...).Result()
	return reply, wrapUnavailable(err)
}

// execute runs a script that changes a group. It returns once the change is on disk or on the
// replicas, as far as the store is configured for that.
func (s *Store) execute(ctx context.Context, guild, group string, script *redis.Script, keys []string, args []any) (any, error) {
	if s.embedded == nil {
		return s.commit(ctx, guild, script, keys, args)
	}
	run := func(ctx context.Context) (any, error) { return s.run(ctx, script, keys, args) }
	reply, err := s.embedded.change(ctx, guild, group, run)
	return reply, wrapLogError(err)
}

// readDurable calls read. In the durable embedded store it returns once everything that read may
// have seen is on disk.
func (s *Store) readDurable(ctx context.Context, read func() error) error {
	if s.embedded == nil {
		return read()
	}
	return s.embedded.read(ctx, read)
}
