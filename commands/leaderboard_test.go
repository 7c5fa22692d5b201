package commands

import (
	"testing"

	"dojang/view"
)

func TestLeaderboard(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil; gc")
	h.use("jiwoo", "/check item:gil")
	board := h.use("jiwoo", "/leaderboard")
	h.wants(board, "**3 items**", "**1st** minsu — 2 items", "**2nd** jiwoo — 1 item", "[-◀ Back-]")
	mine := h.press("jiwoo", board, "My place")
	if h.wants(mine, "▸ 🥈 **2nd** jiwoo"); !mine.Private {
		t.Error("my place is public")
	}
	h.wants(h.choose("jiwoo", board, view.BoardPeriodID, "last"), "Last week", "!minsu")
	h.wants(h.choose("jiwoo", board, view.BoardKindID, "posts"), "posts", "!minsu")
	h.refuses(h.choose("jiwoo", board, view.BoardKindID, "fame"), "button.old")
	h.wants(h.click("jiwoo", board, view.BoardID.With(h.only().ID, "back", "week", "checks", "-10")), "**1st** minsu")
	h.refuses(h.click("jiwoo", board, view.BoardID.With(h.only().ID, "back", "week", "checks", "x")), "button.old")
	h.refuses(h.click("jiwoo", board, view.BoardID.With("another", "back", "week", "checks", "0")), "button.old")
}
