package view

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// idVersion is the first part of every custom_id. Old buttons stay in channels for years; a
// click on one with an unknown version gets a hint.
const idVersion = "1"

// The errors of [ParseID].
var (
	ErrIDVersion = errors.New("custom_id of another version")
	ErrIDForm    = errors.New("malformed custom_id")
)

// CustomID is a kind of custom_id: the name of what a button, menu or form does, and the
// names of its arguments. The view that packs a custom_id and the handler that reads it
// share the declaration.
type CustomID struct {
	Name string
	Args []string
	ints []string // names of the arguments that are numbers
}

// customID declares a kind of custom_id by its name and its arguments' names, separated by
// spaces. "page:int" is an argument that is a number.
func customID(name, args string) CustomID {
	id := CustomID{Name: name}
	for _, arg := range strings.Fields(args) {
		arg, isInt := strings.CutSuffix(arg, ":int")
		id.Args = append(id.Args, arg)
		if isInt {
			id.ints = append(id.ints, arg)
		}
	}
	return id
}

// With returns a custom_id with the arguments, in the order of their declaration. Arguments
// are ids and short words without colons that together stay within [MaxCustomID]. They say
// what a click is about, not that it is allowed. With panics if their number is wrong.
func (c CustomID) With(args ...string) string {
	if len(args) != len(c.Args) {
		panic(fmt.Sprintf("custom_id %s: %d arguments for %q", c.Name, len(args), c.Args))
	}
	return idVersion + ":" + strings.Join(append([]string{c.Name}, args...), ":")
}

// IsInt reports whether the argument is a number.
func (c CustomID) IsInt(arg string) bool { return slices.Contains(c.ints, arg) }

// ParseID splits a custom_id into its name and arguments.
func ParseID(id string) (name string, args []string, err error) {
	version, rest, _ := strings.Cut(id, ":")
	if version != idVersion {
		return "", nil, ErrIDVersion
	}
	parts := strings.Split(rest, ":")
	if len(id) > MaxCustomID || parts[0] == "" {
		return "", nil, ErrIDForm
	}
	return parts[0], parts[1:], nil
}

// The custom_ids of all buttons, menus and forms. Discord keeps messages for years, so
// neither a name nor the order of its arguments may change: what needs other arguments gets
// a new name, and the old one keeps working.
//
// group is the id of a group, member the id of the user who may use the button. way only
// makes the custom_ids of two paging buttons differ that lead to the same page.
var (
	// Checks.
	UndoID      = customID("undo", "group member operation item post")
	UndoAllID   = customID("undo-all", "group member operation")
	LinkID      = customID("link", "group member item")
	LinkFormID  = customID("linked", "group member item")
	AttachID    = customID("attach", "group member item titled")
	CheckID     = customID("tick", "group member item")
	CheckOpenID = customID("tick-open", "group member post")
	CancelID    = customID("cancel", "")

	// The picker of /check. day is a study day or "-"; level is what is listed.
	PickID     = customID("pick", "group day level")
	PickPageID = customID("pick-page", "group day level of page:int")
	PickedID   = customID("picked", "group day page:int")

	// Suggestions. By group and week the scheduler recognizes a digest that it posted.
	NextID      = customID("next", "group week")
	NextCheckID = customID("done", "group item")

	// Posts. mark is that of a link that was searched for.
	PostsID      = customID("posts", "group topic author way offset:int")
	FoundID      = customID("found", "group mark topic author way offset:int")
	PostID       = customID("post", "group topic author offset:int")
	FoundPostID  = customID("found-post", "group mark topic author offset:int")
	PostAgainID  = customID("post-at", "group post")
	PostEditID   = customID("post-edit", "group member post")
	PostFormID   = customID("post-edited", "group member post")
	PostDeleteID = customID("post-delete", "group member post answer")

	// A post that is shared from a message. member is the message's author; mark is that of the
	// link, which has to be one of the message's.
	DraftLinkID  = customID("draft-link", "group member message")
	DraftFormID  = customID("drafted", "group member message mark")
	DraftAgainID = customID("draft-open", "group member message mark")
	DraftItemID  = customID("draft-pick", "group member message mark")

	// Digests.
	StandingsID     = customID("standings", "group week")
	StandingsPageID = customID("standings-at", "group week way offset:int")
	WeekPostsID     = customID("weekposts", "group week")
	WeekPostsPageID = customID("weekposts-at", "group week way offset:int")
	HistoryID       = customID("history", "group way offset:int")

	// Boards.
	BoardID       = customID("board", "group way period kind offset:int")
	BoardPeriodID = customID("period", "group kind")
	BoardKindID   = customID("kind", "group period")
	BoardMineID   = customID("mine", "group period kind")

	// Groups and members.
	LeaveID   = customID("leave", "group how")
	MembersID = customID("members", "group way offset:int")
	HideID    = customID("hide", "group offset:int")

	// /roadmap show.
	ShowID        = customID("show", "group level")
	ShowPageID    = customID("show-page", "group level of page:int")
	ShowItemID    = customID("show-item", "group")
	ShowFindID    = customID("show-find", "group")
	ShowFormID    = customID("show-found", "group")
	ShowCheckID   = customID("show-tick", "group item")
	ShowUncheckID = customID("show-untick", "group item")
	ShowPostsID   = customID("show-posts", "group item")

	// /roadmap import. mark is the plan's fingerprint.
	ImportPageID  = customID("import-page", "group mark picks page:int")
	ImportHereID  = customID("import-here", "group mark picks page:int") // a disabled button
	ImportGuessID = customID("import-guess", "group mark picks page:int")
	ImportApplyID = customID("import-apply", "group mark picks")
	ImportBlogID  = customID("import-blog", "group mark picks")
	ImportFormID  = customID("import-blogged", "group mark picks")

	// /roadmap replace and /roadmap rollback. version is the roadmap's version when the
	// preview was made; to is the version to restore. mark is how the file is read and the
	// plan's fingerprint; take is 1 if the rows of tables are to be items.
	ReplacePageID   = customID("replace-page", "group version mark picks page:int")
	ReplaceHereID   = customID("replace-here", "") // a disabled button
	ReplaceGuessID  = customID("replace-guess", "group version mark picks page:int")
	ReplaceApplyID  = customID("replace-apply", "group version mark picks")
	ReplaceTablesID = customID("replace-tables", "group version take:int")
	RollbackID      = customID("rollback", "group version")
	RollbackPageID  = customID("rollback-page", "group version to page:int")
	RollbackApplyID = customID("rollback-apply", "group version to")

	// /setup. zone is that of a new group, or "-".
	SetupID     = customID("setup", "")
	SetupPickID = customID("setup-pick", "zone")
	SetupNameID = customID("setup-name", "zone")
	SetupMakeID = customID("setup-make", "zone")
	SetupStepID = customID("setup-at", "group step")
	SetupAskID  = customID("setup-ask", "group setting")
	SetupSetID  = customID("setup-set", "group setting")
	SetupTestID = customID("setup-test", "group")
)
