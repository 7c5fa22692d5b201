package store

import (
	"testing"
	"time"
)

// clean fails the test when anything stored is not as the events say.
func clean(t *testing.T, s *Store, now time.Time) Checked {
	t.Helper()
	sum, err := s.Verify(t.Context(), now, func(d Difference) { t.Errorf("verify: %s", d) })
	if err != nil {
		t.Errorf("verify: %v", err)
	}
	return sum
}
