package commands

import "testing"

// Who asks for one long list after the other has to wait. Short replies go on.
func TestLongListsAreFewAMinute(t *testing.T) {
	h := newHarness(t)
	for range 20 { // a sandbox sets no limit: its clock may stand still
		h.use("jiwoo", "/library")
	}
	h.router.LimitLists(10)
	for range 5 {
		h.use("jiwoo", "/library")
		h.use("jiwoo", "/roadmap export")
	}
	h.refuses(h.use("jiwoo", "/library"), "list.wait")
	h.refuses(h.use("jiwoo", "/roadmap export"), "list.wait")
	h.wants(h.use("jiwoo", "/progress"), "168")
}
