package diff_test

import (
	"fmt"
	"testing"

	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
)

// A member had done "GCP services"; the manager pressed Confirm on a file with "Restarting
// services" in another section, and the member had done that. What is only alike is asked
// about, and taken to be the same only if it is nearly so and in the same place.
func TestLikenessIsNotIdentity(t *testing.T) {
	const cloud = "# T\n## A\n### Cloud\n"
	for _, tt := range []struct{ name, old, new, want string }{
		{"little, elsewhere", cloud + "- [ ] GCP services\n", "# T\n## A\n### CI\n- [ ] Restarting services\n", "no guess"},
		{"little, in the same section", cloud + "- [ ] GCP services\n", cloud + "- [ ] Restarting services\n", "no guess"},
		{"somewhat", cloud + "- [ ] Managed services\n", cloud + "- [ ] Managing services\n", "77, asked"},
		{"nearly, in the same section", cloud + "- [ ] Kubernetes deployment\n", cloud + "- [ ] Kubernetes deployments\n", "92, proposed"},
		{"nearly, elsewhere", cloud + "- [ ] Kubernetes deployment\n", "# T\n## A\n### CI\n- [ ] Kubernetes deployments\n", "92, asked"},
		{"nearly, in a section of the same name elsewhere", cloud + "- [ ] Kubernetes deployment\n", "# T\n## B\n### Cloud\n- [ ] Kubernetes deployments\n", "92, proposed"},
		{"nearly, in a section that was renamed", cloud + "- [ ] Kubernetes deployment\n- [ ] Helm\n- [ ] Terraform\n",
			"# T\n## A\n### Infrastructure\n- [ ] Kubernetes deployments\n- [ ] Helm\n- [ ] Terraform\n", "92, proposed"},
		{"another number", cloud + "- [ ] Exercises of week 3\n", cloud + "- [ ] Exercises of week 4\n", "87, asked"},
		{"another number of more digits", cloud + "- [ ] Exercises of week 3\n", cloud + "- [ ] Exercises of week 13\n", "90, asked"},
		{"in Korean", cloud + "- [ ] 이벤트 루프 튜닝하기\n", cloud + "- [ ] 이벤트 루프의 튜닝하기\n", "84, proposed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := "no guess"
			plan := diff.Compare(parse(t, tt.old), parse(t, tt.new))
			for _, s := range plan.Items {
				if s.Number == 0 {
					continue
				}
				if got = fmt.Sprintf("%d, asked", s.Similarity); s.Proposed {
					got = fmt.Sprintf("%d, proposed", s.Similarity)
				}
				if s.Rejected == s.Proposed {
					t.Errorf("rejected is %t of %s", s.Rejected, got)
				}
			}
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// A title in two languages was half as similar to one in a file with only one of them.
func TestLikenessInOneOfTheLanguages(t *testing.T) {
	read := func(src string, lang roadmap.Lang) *roadmap.Roadmap {
		r, _, err := markdown.Parse([]byte(src), lang)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	const id = " <!-- id: s -->\n- [ ] "
	both, err := roadmap.Merge(read("# 티\n## 에이\n### 에스"+id+"쿠버네티스 배포 <!-- id: k -->\n", roadmap.Korean),
		read("# T\n## A\n### S"+id+"Kubernetes deployment <!-- id: k -->\n", roadmap.English))
	if err != nil {
		t.Fatal(err)
	}
	plan := diff.Compare(both, read("# T\n## A\n### S\n- [ ] Kubernetes deployments\n", ""))
	if plan.Proposed != 1 || plan.Items[0].New.Item.ID != "k" {
		t.Errorf("%d of %d proposed: %+v", plan.Proposed, plan.Guesses, plan.Items)
	}
}

// What a file links and notes is part of the version, and no reason to doubt its items.
func TestReadingIsPartOfAVersion(t *testing.T) {
	item := func(id, title, note string, reading ...roadmap.Reading) roadmap.Item {
		return roadmap.Item{ID: id, Title: roadmap.Text{"": title}, Note: note, Reading: reading}
	}
	version := func(items ...roadmap.Item) *roadmap.Roadmap {
		t.Helper()
		r, err := roadmap.New(roadmap.Text{"": "T"}, []roadmap.Area{{Title: roadmap.Text{"": "A"}, Sections: []roadmap.Section{{ID: "s", Title: roadmap.Text{"": "S"}, Items: items}}}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	a, b := roadmap.Reading{Title: "a", URL: "https://a.example/1"}, roadmap.Reading{Title: "b", URL: "https://b.example/2"}
	old := version(item("one", "One", "how", a), item("two", "Two", ""), item("three", "Three", ""))
	for _, tt := range []struct {
		name string
		next *roadmap.Roadmap
		want diff.ReadingChange
	}{
		{"nothing", version(item("one", "One", "how", a), item("two", "Two", ""), item("three", "Three", "")), diff.ReadingChange{}},
		{"a link is new", version(item("one", "One", "how", a, b), item("two", "Two", ""), item("three", "Three", "")), diff.ReadingChange{Items: 1, Added: 1}},
		{"a link goes", version(item("one", "One", "how"), item("two", "Two", ""), item("three", "Three", "")), diff.ReadingChange{Items: 1, Removed: 1}},
		{"a link's title", version(item("one", "One", "how", roadmap.Reading{Title: "A", URL: a.URL}), item("two", "Two", ""), item("three", "Three", "")), diff.ReadingChange{Items: 1}},
		{"a note", version(item("one", "One", ""), item("two", "Two", "why", b), item("three", "Three", "")), diff.ReadingChange{Items: 2, Added: 1, Removed: 1}},
		{"what an item that goes had", version(item("two", "Two", ""), item("three", "Three", "")), diff.ReadingChange{}},
		{"what an item that is new has", version(item("one", "One", "how", a), item("two", "Two", ""), item("three", "Three", ""), item("four", "Entirely new", "", b)), diff.ReadingChange{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for which, plan := range map[string]*diff.Plan{"replacement": diff.Compare(old, tt.next), "rollback": diff.PlanRollback(old, tt.next)} {
				same := tt.want == diff.ReadingChange{} && tt.next.Len() == old.Len()
				if plan.Reading != tt.want || plan.Same != same || plan.Guesses > 0 {
					t.Errorf("%s: %+v, same %t, %d guesses; want %+v, %t", which, plan.Reading, plan.Same, plan.Guesses, tt.want, same)
				}
				for i := range plan.Next.Areas[0].Sections[0].Items {
					got, want := plan.Next.Areas[0].Sections[0].Items[i], tt.next.Areas[0].Sections[0].Items[i]
					if got.Note != want.Note || fmt.Sprint(got.Reading) != fmt.Sprint(want.Reading) {
						t.Errorf("%s: %s has %q and %v, want %q and %v", which, got.ID, got.Note, got.Reading, want.Note, want.Reading)
					}
				}
			}
		})
	}
}
