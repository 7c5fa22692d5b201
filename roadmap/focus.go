package roadmap

import "slices"

// DonePercent is how far a group is with something: Of is its items times the active
// members, Done how many of these are checked.
type Share struct {
	Done, Of int
}

// Focus is what a group works at now: its current stage and, in the stage's
// order, up to three sections to go on with. Done and Of are as in [DonePercent].
type Focus struct {
	Stage    int // index in [Roadmap.Stages]
	Done, Of int
	Sections []FocusSection
}

// FocusSection is a section to go on with and how far the group is with it, as
// in [DonePercent].
type FocusSection struct {
	Section  *Section
	Done, Of int
}

// focused is how many sections a [Focus] has at most.
const focused = 3

// most reports whether at least 80 % is done, after which a group moves on.
func (s Share) most() bool { return 5*s.Done >= 4*s.Of }

// Focus returns what a group works at now. count tells how many active members
// have done an item, and members how many there are. The current stage is the
// first that is less than 80 % done or, where there is none, the first that
// not everyone has done. Of its sections that not everyone has done, those
// under 80 % are preferred. ok is false when everyone has done everything. A
// group without members is at the beginning.
func (r *Roadmap) Focus(count func(item string) int, members int) (focus Focus, ok bool) {
	shares := r.StageShares(count, members)
	at := slices.IndexFunc(shares, func(s Share) bool { return !s.most() })
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
	for i := len(open) - 1; i >= 0 && len(open) > focused; i-- {
		if (Share{open[i].Done, open[i].Of}).most() {
			open = slices.Delete(open, i, i+1)
		}
	}
	open = open[:min(len(open), focused)]
	return Focus{Stage: at, Done: shares[at].Done, Of: shares[at].Of, Sections: open}, true
}

// StageShares returns how far a group is with each of [Roadmap.Stages]; count
// and members are as for [Roadmap.Focus].
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

// share returns how far a group is with the section. A count over the number
// of members counts as all of them, so that no share is over 100 %.
func (s *Section) share(count func(item string) int, members int) Share {
	members = max(members, 0)
	share := Share{Of: len(s.Items) * members}
	for i := range s.Items {
		share.Done += min(count(s.Items[i].ID), members)
	}
	return share
}
