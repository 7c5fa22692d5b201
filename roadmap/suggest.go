package roadmap

import (
	"cmp"
	"slices"
)

// Reason says why an item is suggested.
type Reason string

// The reasons for a suggestion.
const (
	Continue Reason = "continue" // the member has begun its section
	Next     Reason = "next"     // its section is next in its phase
	Popular  Reason = "popular"  // other members have done it
	Beyond   Reason = "beyond"   // its section is in no phase
)

// Suggestion is an item to do next and the reason for it.
type Suggestion struct {
	Ref    ItemRef
	Reason Reason
	Left   int // undone items in its section, including this one
	Others int // other active members who have done it
}

// Suggest returns up to limit items for a member to do next. None means that everything is
// done. done says what the member has done; others returns how many other active members
// have done an item.
//
// Suggestions come from the first stage with an undone item, and from later stages only
// while there is room. Within a stage the order is: the first undone item of each begun
// section, fewest left first; the first item of the next section; the item that most others
// have done, of those not listed yet; then the other undone items of the begun and of the
// next sections. If the roadmap has phases, sections that are in none of them and not begun
// give the reason [Beyond].
func (r *Roadmap) Suggest(done func(item string) bool, others func(item string) int, limit int) []Suggestion {
	var list []Suggestion
	for _, stage := range r.stages {
		if len(list) >= limit {
			break
		}
		reason := Next
		if stage.Rest && len(r.Phases) > 0 {
			reason = Beyond
		}
		list = append(list, r.suggestIn(stage, reason, done, others)...)
	}
	return list[:min(len(list), max(limit, 0))]
}

// suggestIn returns all undone items of the stage in the order of [Roadmap.Suggest]. Items
// of sections that are not begun get the given reason.
func (r *Roadmap) suggestIn(stage Stage, reason Reason, done func(item string) bool, others func(item string) int) []Suggestion {
	var begun, next, all [][]Suggestion // the undone items, by section
	for _, section := range stage.Sections {
		open := r.undoneIn(section, reason, done, others)
		if len(open) > 0 && open[0].Reason == Continue {
			begun = append(begun, open)
		} else if len(open) > 0 {
			next = append(next, open)
		}
		all = append(all, open)
	}
	slices.SortStableFunc(begun, func(a, b []Suggestion) int { return cmp.Compare(len(a), len(b)) })

	var list []Suggestion
	listed := map[string]bool{}
	add := func(s Suggestion) {
		if id := s.Ref.Item.ID; !listed[id] {
			listed[id] = true
			list = append(list, s)
		}
	}
	for _, open := range begun {
		add(open[0])
	}
	if len(next) > 0 {
		add(next[0][0])
	}
	var popular Suggestion
	for _, s := range slices.Concat(all...) {
		if s.Others > popular.Others && !listed[s.Ref.Item.ID] {
			popular = s
		}
	}
	if popular.Others > 0 {
		popular.Reason = Popular
		add(popular)
	}
	for _, s := range slices.Concat(slices.Concat(begun...), slices.Concat(next...)) {
		add(s)
	}
	return list
}

// undoneIn returns the section's undone items with the given reason, or with [Continue] if
// the section is begun.
func (r *Roadmap) undoneIn(section *Section, reason Reason, done func(item string) bool, others func(item string) int) []Suggestion {
	var open []Suggestion
	for i := range section.Items {
		if id := section.Items[i].ID; !done(id) {
			open = append(open, Suggestion{Ref: r.items[r.byItem[id]], Reason: reason, Others: others(id)})
		}
	}
	for i := range open {
		open[i].Left = len(open)
		if len(open) < len(section.Items) {
			open[i].Reason = Continue
		}
	}
	return open
}
