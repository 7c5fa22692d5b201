package commands

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"dojang/study"
)

// A name that a Mac decomposed is the same name.
func TestGroupNamesAreComposed(t *testing.T) {
	h := newHarness(t)
	h.use("sora", "/group create name:"+norm.NFD.String("자료구조"))
	groups, err := h.store.Current(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	made := groups.Groups[1]
	if made.Name != "자료구조" {
		t.Errorf("the group is called %+q", made.Name)
	}
	for _, typed := range []string{"자료구조", norm.NFD.String("자료구조"), "자료 구조", "자료\u200b구조"} {
		h.wants(h.use("minsu", "/progress group:"+typed), "자료구조")
	}
	for _, typed := range []string{"자료", norm.NFD.String("자료구"), "ㅈㄹㄱㅈ", "자룍", "자료 구조"} {
		if got := h.complete("minsu", "/group join group:"+typed); len(got) != 1 || got[0] != made.ID {
			t.Errorf("%+q is completed to %q", typed, got)
		}
	}
}

// Two groups that look the same could not be told apart in a list.
func TestNoGroupHasATwin(t *testing.T) {
	h := newHarness(t)
	h.use("sora", "/group create name:자료 구조")
	for _, name := range []string{norm.NFD.String("자료 구조"), "자료구조", "자료\u3000구조", "자료 구조\u200d", "\u200b자료 구조", "자료 구조\u2060\ufe0f", "자료\u3164 구조", "STUDY", "ｓｔｕｄｙ", "st udy"} {
		h.refuses(h.use("sora", "/group create name:"+name), "group.taken")
		h.refuses(h.use("sora", "/group settings group:study name:"+norm.NFD.String("자료 구조")), "group.taken")
	}
	for _, name := range []string{"\u200b", "\u3164\u3164", "\u2800", "\u00ad \u200d"} {
		h.refuses(h.use("sora", "/group create name:"+name), "group.name")
	}
	h.wants(h.use("sora", "/group settings group:study name:Study"), "Study")
	h.wants(h.use("sora", "/group create name:🏳️‍🌈 1️⃣"), "🏳️‍🌈 1️⃣")
}

// An earlier version stored names as they were typed, and made twins.
func TestGroupsWithStoredDecomposedNames(t *testing.T) {
	h := newHarness(t)
	save := func(id, name string) {
		t.Helper()
		groups, err := h.store.Current(t.Context(), guild)
		if err != nil {
			t.Fatal(err)
		}
		g := *groups.Groups[0]
		g.ID, g.Name = study.GroupID(id), name
		if _, err := h.store.SaveGroup(t.Context(), &g, study.Operation{ID: id, Now: h.now, Actor: "20"}); err != nil {
			t.Fatal(err)
		}
	}
	save("1", norm.NFD.String("자료구조"))
	for _, typed := range []string{"자료구조", norm.NFD.String("자료구조")} {
		h.wants(h.use("minsu", "/progress group:"+typed), norm.NFD.String("자료구조"))
	}
	h.refuses(h.use("sora", "/group create name:자료구조"), "group.taken")
	save("2", "자료구조")
	h.wants(h.use("minsu", "/progress group:자료구조"), "자료구조") // the one that has this very name
	if got := h.complete("minsu", "/progress group:자료"); len(got) != 2 {
		t.Errorf("offered are %q, want both", got)
	}
	for _, id := range []string{"1", "2"} {
		h.wants(h.use("minsu", "/progress group:"+study.GroupID(id)), "168")
	}
}

// What is stored of a text is composed, wherever it is typed.
func TestTextsAreComposed(t *testing.T) {
	h := newHarness(t)
	nfd := norm.NFD.String("가비지 정리")
	h.wants(h.use("minsu", "/check item:"+norm.NFD.String("가비지 컬렉션")+" link:https://example.com/a title:"+nfd), "가비지 정리")
	h.wants(h.use("minsu", "/posts text:"+nfd), "가비지 정리")
	h.wants(h.use("sora", "/correct remove member:minsu post:"+nfd+" why:"+norm.NFD.String("겹침")), "가비지 정리", "겹침")
}
