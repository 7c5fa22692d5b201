package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study"
)

// batch is a section's items and two posts, of which one is another member's.
func (w *world) batch() study.Batch {
	var b study.Batch
	for i, item := range section {
		b.Checks = append(b.Checks, study.BatchCheck{Item: item, At: w.now.AddDate(0, 0, -i)})
	}
	b.Posts = []study.PostInput{
		{Link: *w.link("https://example.com/mine"), Title: "Mine", Items: section[:2], At: w.now.AddDate(0, 0, -3)},
		{Link: *w.link("https://example.com/theirs"), At: w.now},
	}
	return b
}

func TestABatchIsAppliedAndUndoneAsAWhole(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		if _, err := w.s.Share(t.Context(), g, w.op("22"), *w.link("https://example.com/theirs"), ""); err != nil {
			t.Fatal(err)
		}
		before := w.derived()

		op := w.op("21") // not a member yet
		result, err := w.s.Apply(t.Context(), g, op, w.batch())
		if err != nil {
			t.Fatal(err)
		}
		if result.Checked() != 4 || result.Total != 4 || !result.Joined || !cmp.Equal(result.Stamps, []string{"python"}) {
			t.Errorf("entered = %+v, want four items, the stamp and the enrolment", result)
		}
		if mine, theirs := result.Shared[0], result.Shared[1]; mine.Outcome != study.SharedNew || theirs.Outcome != study.SharedTaken || theirs.By != "name of 22" {
			t.Errorf("shared = %+v, want a new post and one of 22", result.Shared)
		}
		clean(t, w.s, w.now)
		after := w.derived()
		if again, err := w.s.Apply(t.Context(), g, op, w.batch()); err != nil || !cmp.Equal(result, again) {
			t.Errorf("the same operation again = %+v, %v", again, err)
		}
		same(t, "after the second time", after, w.derived())

		undone, err := w.s.UndoAll(t.Context(), g, w.op("21"), op.ID)
		if err != nil || undone.Checks != 4 || undone.Posts != 1 {
			t.Errorf("undone = %+v, %v; want four checks and a post", undone, err)
		}
		same(t, "after undoing it", before, w.derived())
		_, err = w.s.UndoAll(t.Context(), g, w.op("21"), op.ID)
		wantRefusal(t, err, "undo.gone")
	})
}

func TestABatchWithAnUnknownItemChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		before := w.derived()
		b := w.batch()
		b.Posts[1].Items = []string{"no-such-item"}
		_, err := w.s.Apply(t.Context(), g, w.op("21"), b)
		wantRefusal(t, err, "item.unknown")
		b = w.batch()
		b.Checks[3].Item = "no-such-item"
		_, err = w.s.Apply(t.Context(), g, w.op("21"), b)
		wantRefusal(t, err, "item.unknown")
		same(t, "after refusals", before, w.derived())
	})
}

// What is done and shared before stays as it was, and stays when the batch is
// undone.
func TestABatchLeavesAloneWhatIsThere(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		first := w.check(g, "21", section[1])
		if _, err := w.s.Share(t.Context(), g, w.op("21"), *w.link("https://example.com/mine"), "First", section[3]); err != nil {
			t.Fatal(err)
		}
		before := w.derived()
		op := w.op("21")
		result, err := w.s.Apply(t.Context(), g, op, w.batch())
		if err != nil {
			t.Fatal(err)
		}
		if result.Checked() != 3 || !result.Before[1].At.Equal(first.Check.At) || result.Shared[0].Outcome != study.SharedUpdated {
			t.Errorf("entered = %+v, want three new items and the post updated", result)
		}
		if _, err := w.s.UndoAll(t.Context(), g, w.op("21"), op.ID); err != nil {
			t.Fatal(err)
		}
		same(t, "after undoing it", before, w.derived())
		clean(t, w.s, w.now)
	})
}

// BenchmarkApply applies and undoes a batch as large as an import can be: each item of the
// template, with a post.
func BenchmarkApply(b *testing.B) {
	s, err := Open("")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	w := newWorld(b, s)
	g := w.group("g")
	var batch study.Batch
	for ref := range g.Roadmap.Items() {
		batch.Checks = append(batch.Checks, study.BatchCheck{Item: ref.Item.ID, At: w.now})
		batch.Posts = append(batch.Posts, study.PostInput{Link: *w.link("https://example.com/" + fmt.Sprint(ref.Order)), Items: []string{ref.Item.ID}, At: w.now})
	}
	for b.Loop() {
		op := w.op("21")
		if _, err := s.Apply(b.Context(), g, op, batch); err != nil {
			b.Fatal(err)
		}
		if _, err := s.UndoAll(b.Context(), g, w.op("21"), op.ID); err != nil {
			b.Fatal(err)
		}
	}
}

// large is a roadmap of as many items as there may be.
func large(t testing.TB) *roadmap.Roadmap {
	t.Helper()
	var src strings.Builder
	src.WriteString("# T\n## A\n")
	for i := range roadmap.MaxItems {
		if i%20 == 0 {
			fmt.Fprintf(&src, "### S%d\n", i/20)
		}
		fmt.Fprintf(&src, "- [ ] I%d <!-- id: i%d -->\n", i, i)
	}
	r, _, err := markdown.Parse([]byte(src.String()), "")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// largeBatch is the n-th of all its items, each with a post.
func largeBatch(w *world, n int) study.Batch {
	var batch study.Batch
	for i := range roadmap.MaxItems {
		id, at := fmt.Sprintf("i%d", i), w.now.AddDate(0, 0, -i)
		batch.Checks = append(batch.Checks, study.BatchCheck{Item: id, At: at})
		batch.Posts = append(batch.Posts, study.PostInput{Link: *w.link(fmt.Sprintf("https://blog.example/%d/%d", n, i)), Items: []string{id}, At: at})
	}
	return batch
}

// As many items as there may be are entered and undone, with a post each.
func TestALargeBatch(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := *w.group("g")
		g.Roadmap = large(t)
		before := w.derived()
		op := w.op("21")
		result, err := w.s.Apply(t.Context(), &g, op, largeBatch(w, 0))
		if err != nil || result.Checked() != roadmap.MaxItems || len(result.Stamps) != roadmap.MaxItems/20 || len(result.Shared) != roadmap.MaxItems {
			t.Fatalf("%d ticked, %d stamps, %d shared, %v", result.Checked(), len(result.Stamps), len(result.Shared), err)
		}
		undone, err := w.s.UndoAll(t.Context(), &g, w.op("21"), op.ID)
		if err != nil || undone.Checks != roadmap.MaxItems || undone.Posts != roadmap.MaxItems {
			t.Fatalf("undone = %+v, %v", undone, err)
		}
		same(t, "after undoing it", before, w.derived())
	})
}
