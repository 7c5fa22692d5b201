package store

import (
	"strings"
	"testing"
)

func TestALayoutThatIsNotKnownIsRefused(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		s := open()
		for stored, want := range map[string]string{"": "", "1": "", "99": "newer Dojang", "0": "no version", "x": "no version"} {
			if err := s.client.Del(t.Context(), layoutKey).Err(); err != nil {
				t.Fatal(err)
			}
			if stored != "" {
				if err := s.client.Set(t.Context(), layoutKey, stored, 0).Err(); err != nil {
					t.Fatal(err)
				}
			}
			switch err := s.CheckLayout(t.Context()); {
			case want == "" && err != nil:
				t.Errorf("layout %q: %v", stored, err)
			case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
				t.Errorf("layout %q: %v, want an error with %q", stored, err, want)
			}
		}
		if got := s.client.Get(t.Context(), layoutKey).Val(); got == "" {
			t.Error("the layout of an empty store is not noted")
		}
	})
}
