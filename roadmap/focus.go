package roadmap

import "slices"

// Share is a group's progress: Of is the number of items times the active members, and Done
// how many of these are checked.
type Share struct {
	Done, Of int
}

// Focus is what a group is working on: its current stage and up to three sections of it.
// Done and Of are as in [Share].
type Focus struct {
	Stage    int // index in [Roadmap.Stages]
	Done, Of int
	Sections []FocusSection
}

// FocusSection is a section to go on with and the group's progress in it, as in [Share].
type FocusSection struct {
	Section  *Section
	Done, Of int
}

// maxFocusSections limits the sections of a [Focus].
const maxFocusSections = 3

// mostlyDone reports whether at least 80 % are checked, which is when a group moves on.
func (s Share) mostlyDone() bool { return 5*s.Done >= 4*s.Of }

// Focus returns what a group is working on. count returns how many active members have
// checked an item, members is the number of active members. The current stage is the first
// that is less than 80 % done or, if there is none, the first that is not completely done.
// Of its sections that are not completely done, those below 80 % are preferred. A group
// without members is at the beginning. ok is false if everything is done.
func (r *Roadmap) Focus(count func(item string) int, members int) (focus Focus, ok bool) {
	shares := r.StageShares(count, members)
	at := slices.IndexFunc(shares, func(s Share) bool { return !s.mostlyDone() })
	if at < 0 {
		at = slices.IndexFunc(shares, func(s Share) bool { return s.Done < s.Of })
	}
	if members <= 0 {
		at = slices.IndexFunc(r.stages, func(s Stage) bool { return s.Items() > 0 })
	}
	if at < 0 {
		return Focus{}, false
	}
	var open []FocusSection
	for _, section := range r.stages[at].Sections {
		s := section.share(count, members)
		if s.Done < s.Of || members <= 0 && len(section.Items) > 0 {
			open = append(open, FocusSection{Section: section, Done: s.Done, Of: s.Of})
		}
	}
	for i := len(open) - 1; i >= 0 && len(open) > maxFocusSections; i-- {
		if (Share{open[i].Done, open[i].Of}).mostlyDone() {
			open = slices.Delete(open, i, i+1)
		}
	}
	open = open[:min(len(open), maxFocusSections)]
	return Focus{Stage: at, Done: shares[at].Done, Of: shares[at].Of, Sections: open}, true
}

// StageShares returns the group's progress in each of [Roadmap.Stages]. count and members
// are as in [Roadmap.Focus].
func (r *Roadmap) StageShares(count func(item string) int, members int) []Share {
	shares := make([]Share, len(r.stages))
	for i, stage := range r.stages {
		for _, section := range stage.Sections {
			s := section.share(count, members)
			shares[i].Done += s.Done
			shares[i].Of += s.Of
		}
	}
	return shares
}

// share returns the group's progress in the section. Counts above the number of members are
// capped, so no share exceeds 100 %.
func (s *Section) share(count func(item string) int, members int) Share {
	members = max(members, 0)
	share := Share{Of: len(s.Items) * members}
	for i := range s.Items {
		share.Done += min(count(s.Items[i].ID), members)
	}
	return share
}
