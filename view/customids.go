package view

// The custom_ids of all buttons, menus and forms. They stand in messages that
// Discord keeps for years, so a name or the order of arguments may not change:
// what needs other arguments gets a new name, and the old one goes on working.
//
// group is the id of a group, member the user id of the one that a button
// belongs to. way tells apart the two buttons that turn a page and would lead to
// the same one; nobody reads it.
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

	// The picker of /check. day is the study day or "-", level what is listed.
	PickID     = customID("pick", "group day level")
	PickPageID = customID("pick-page", "group day level of page:int")
	PickedID   = customID("picked", "group day page:int")

	// Suggestions. week lets a posted digest be found again.
	NextID      = customID("next", "group week")
	NextCheckID = customID("done", "group item")

	// Posts.
	PostsID      = customID("posts", "group topic author way offset:int")
	PostID       = customID("post", "group topic author offset:int")
	PostAgainID  = customID("post-at", "group post")
	PostEditID   = customID("post-edit", "group member post")
	PostFormID   = customID("post-edited", "group member post")
	PostDeleteID = customID("post-delete", "group member post answer")

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

	// /roadmap import. mark changes with what the file comes to.
	ImportPageID  = customID("import-page", "group mark picks page:int")
	ImportHereID  = customID("import-here", "group mark picks page:int") // a disabled button
	ImportGuessID = customID("import-guess", "group mark picks page:int")
	ImportApplyID = customID("import-apply", "group mark picks")
	ImportBlogID  = customID("import-blog", "group mark picks")
	ImportFormID  = customID("import-blogged", "group mark picks")

	// /roadmap replace and /roadmap rollback. version is the one of the group's
	// roadmap when the preview was made, to the earlier one to go back to.
	ReplacePageID   = customID("replace-page", "group version mark picks page:int")
	ReplaceHereID   = customID("replace-here", "") // a disabled button
	ReplaceGuessID  = customID("replace-guess", "group version mark picks page:int")
	ReplaceApplyID  = customID("replace-apply", "group version mark picks")
	RollbackID      = customID("rollback", "group version")
	RollbackPageID  = customID("rollback-page", "group version to page:int")
	RollbackApplyID = customID("rollback-apply", "group version to")

	// /setup. zone is the one that a new group gets, or "-".
	SetupID     = customID("setup", "")
	SetupPickID = customID("setup-pick", "zone")
	SetupNameID = customID("setup-name", "zone")
	SetupMakeID = customID("setup-make", "zone")
	SetupStepID = customID("setup-at", "group step")
	SetupAskID  = customID("setup-ask", "group setting")
	SetupSetID  = customID("setup-set", "group setting")
	SetupTestID = customID("setup-test", "group")
)
