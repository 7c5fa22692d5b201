package markdown_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// templateIn reads an embedded roadmap in one language from its file.
func templateIn(t *testing.T, name string, lang roadmap.Lang) *roadmap.Roadmap {
	t.Helper()
	src, err := os.ReadFile("templates/" + name + "." + string(lang) + ".md")
	if err != nil {
		t.Fatal(err)
	}
	r, warnings, err := markdown.Parse(src, lang)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range warnings {
		t.Errorf("%s: %v", lang, n)
	}
	return r
}

func TestEditions(t *testing.T) {
	type size struct{ Areas, Sections, Items, Phases int }
	sizes := map[string]size{"python-backend": {Areas: 8, Sections: 35, Items: 168, Phases: 3}}
	got := map[string]size{}
	for _, name := range markdown.Templates() {
		sameAgain(t, templateIn(t, name, roadmap.Korean), roadmap.Korean)
		sameAgain(t, templateIn(t, name, roadmap.English), roadmap.English)
		r, ok := markdown.Template(name)
		if !ok {
			t.Fatalf("no template %q", name)
		}
		s := size{Areas: len(r.Areas), Items: r.Len(), Phases: len(r.Phases)}
		for _, area := range r.Areas {
			s.Sections += len(area.Sections)
		}
		got[name] = s
	}
	if diff := cmp.Diff(sizes, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Everything in a template has a title in both languages, and the English one
// has no Korean in it.
func TestEditionLanguages(t *testing.T) {
	for _, name := range markdown.Templates() {
		r, _ := markdown.Template(name)
		titles := []roadmap.Text{r.Title}
		for _, area := range r.Areas {
			titles = append(titles, area.Title)
			for _, section := range area.Sections {
				titles = append(titles, section.Title)
				for _, item := range section.Items {
					titles = append(titles, item.Title)
				}
			}
		}
		for _, phase := range r.Phases {
			titles = append(titles, phase.Title)
		}
		for _, title := range titles {
			if title["ko"] == "" || title["en"] == "" || len(title) != 2 {
				t.Errorf("titles in other languages than Korean and English: %v", title)
			}
			if strings.ContainsFunc(title["en"], func(r rune) bool { return r > 0x7E }) {
				t.Errorf("not English: %q", title["en"])
			}
		}
	}
}

func TestEditionPhases(t *testing.T) {
	r, _ := markdown.Template("python-backend")
	want := []roadmap.Phase{
		{
			Title:    roadmap.Text{"ko": "Phase 1: 기초 다지기 (0-2년차)", "en": "Phase 1: Foundations (years 0-2)"},
			Sections: []string{"python", "performance", "concurrency", "web-frameworks", "rdbms", "nosql"},
		},
		{
			Title:    roadmap.Text{"ko": "Phase 2: 실무 숙련 (3-5년차)", "en": "Phase 2: Professional practice (years 3-5)"},
			Sections: []string{"domain-design", "api-design", "containers", "ci-cd", "observability", "performance-analysis"},
		},
		{
			Title:    roadmap.Text{"ko": "Phase 3: 리더십 구축 (6-10년차)", "en": "Phase 3: Leadership (years 6-10)"},
			Sections: []string{"system-design", "scale-out", "reviews-mentoring", "documentation", "decisions", "influence"},
		},
	}
	if diff := cmp.Diff(want, r.Phases); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What an engineer types in the other script, or in initial consonants, finds
// the item that is meant, first.
func TestEditionSearch(t *testing.T) {
	r, _ := markdown.Template("python-backend")
	for typed, want := range map[string]string{
		"ㄱㅂㅈ": "gc", "가비지": "gc", "garbage": "gc",
		"gil": "gil", "전역 인터프리터": "gil",
		"도커": "docker", "쿠버네티스": "kubernetes-basics", "k8s": "kubernetes-basics", "ㅋㅂㄴㅌㅅ": "kubernetes-basics",
		"파이테스트": "pytest", "장고": "django", "카프카": "kafka", "레디스 스트림": "redis-streams", "셀러리": "celery",
		"프로메테우스": "prometheus", "분산 추적": "tracing", "멱등성": "idempotency", "무중단": "rollout", "재해 복구": "disaster-recovery",
		"테라폼": "terraform", "실행 계획": "explain-analyze", "몽고": "mongodb", "optimization memory": "memory-profiling", "카오스": "chaos-engineering",
		"경계 컨텍스트": "bounded-context", "codereview": "code-review", "코드리뷰": "code-review", "구글 클라우드": "gcp", "포스트그레스": "postgres-tuning",
	} {
		t.Run(typed, func(t *testing.T) {
			got := ""
			for _, ref := range r.Complete(typed, func(string) bool { return false }, 1) {
				got = ref.Item.ID
			}
			if got != want {
				t.Errorf("found %q, want %q", got, want)
			}
		})
	}
}

func TestEditionUnknown(t *testing.T) {
	if r, ok := markdown.Template("cobol"); ok || r != nil {
		t.Errorf("got %v, %v", r, ok)
	}
}

// The title of a section or an area means no single item, though one item may
// have its words.
func TestTitlesOfSectionsNameNoItem(t *testing.T) {
	r, _ := markdown.Template("python-backend")
	titles := map[string]bool{}
	for ref := range r.Items() {
		for _, title := range ref.Item.Title {
			titles[title] = true
		}
	}
	for ref := range r.Items() {
		for _, text := range []roadmap.Text{ref.Section.Title, ref.Area.Title} {
			for _, title := range text {
				if found, nearest := r.Find(title); found.Item != nil && !titles[title] || found.Item == nil && len(nearest) == 0 {
					t.Errorf("%q names %v, nearest %d", title, found.Item, len(nearest))
				}
			}
		}
	}
}
