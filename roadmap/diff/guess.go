package diff

import (
	"crypto/sha256"
	"fmt"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// Guess is that an item is the same as one with a similar title, or with an equal one that
// does not tell. It is zero for items that were matched otherwise.
type Guess struct {
	Number     int             // from 1
	Like       roadmap.ItemRef // of the old version or, if that has none, of an earlier one
	Similarity int             // of the titles, in percent
	Proposed   bool            // the guess is right unless somebody says otherwise
	Rejected   bool            // the guess is taken to be wrong: the new item is added
}

// maxGuesses limits the guesses to ask about, because the custom_ids of the preview number
// them.
const maxGuesses = 240

// numberGuesses numbers the guesses and unpairs those that are not the same item.
func (s *replacement) numberGuesses(same func(guess int, proposed bool) bool) (guesses int, fingerprint string) {
	hash := sha256.New()
	hash.Write(markdown.Write(s.new.Roadmap, ""))
	for i, ref := range s.new.items {
		m := s.matching
		if m.similarity[i] == 0 {
			m = s.returned
		}
		if m.similarity[i] == 0 {
			continue
		}
		j := m.oldOf[i]
		if guesses == maxGuesses {
			m.unpair(j, i)
			delete(m.proposed, i)
			continue
		}
		guesses++
		g := Guess{Number: guesses, Like: m.old.items[j], Similarity: m.similarity[i], Proposed: m.proposed[i]}
		fmt.Fprintln(hash, g.Like.Item.ID, ref.Item.Title, g.Proposed)
		if g.Rejected = !same(guesses, g.Proposed); g.Rejected {
			m.unpair(j, i)
		}
		s.guesses[i] = g
	}
	return guesses, roadmap.Base32.EncodeToString(hash.Sum(nil))[:6]
}
