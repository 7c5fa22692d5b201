package roadmap_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// studies is a small roadmap with what makes searching hard: two languages,
// words within words, sections of the same name as items, a section that no
// phase names and stands first.
func studies(t testing.TB) *roadmap.Roadmap {
	t.Helper()
	item := func(id, ko, en, also string) roadmap.Item {
		return roadmap.Item{ID: id, Title: both(ko, en), Also: also}
	}
	r, err := roadmap.New(both("공부", "Studies"), []roadmap.Area{
		{Title: both("백엔드", "Backend"), Sections: []roadmap.Section{
			{ID: "extra", Title: both("그 밖에", "Extras"), Items: []roadmap.Item{
				item("ray", "Ray 분산 컴퓨팅", "Distributed computing with Ray", ""),
			}},
			{ID: "python", Title: both("Python 심화", "Advanced Python"), Items: []roadmap.Item{
				item("gil", "GIL (Global Interpreter Lock) 동작 원리", "How the GIL works", "global lock"),
				item("gc", "가비지 컬렉션 메커니즘", "Garbage collection", "GC 쓰레기수집"),
				item("asyncio", "asyncio 이벤트루프 튜닝", "Tuning the asyncio event loop", ""),
				item("vigil", "vigilant 감시", "Vigilance", "catalog"),
			}},
			{ID: "db", Title: both("데이터베이스", "Databases"), Items: []roadmap.Item{
				item("redis", "Redis", "Redis", "캐시 cache"),
				item("redis-stream", "Redis Stream", "Redis Stream", ""),
				item("cache", "캐시 전략: Redis", "Caching strategies", ""),
				item("lecture", "과학적 관리", "Scientific management", "i/o"),
				item("chicken", "닭과 달걀", "Chicken and egg", ""),
				item("laugh", "ㅠㅠ ㅋㅋ 로그", "Laughing out loud", "log를 갑판에"),
			}},
		}},
	}, []roadmap.Phase{
		{Title: both("첫째", "First"), Sections: []string{"db"}},
		{Title: both("둘째", "Second"), Sections: []string{"python"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func both(ko, en string) roadmap.Text {
	return roadmap.Text{roadmap.Korean: ko, roadmap.English: en}
}

func ids(refs []roadmap.ItemRef) string {
	var list []string
	for _, ref := range refs {
		list = append(list, ref.Item.ID)
	}
	return strings.Join(list, " ")
}

// of returns the function that says whether an item is among those listed.
func of(items string) func(string) bool {
	list := strings.Fields(items)
	return func(item string) bool { return slices.Contains(list, item) }
}

func none(string) bool { return false }

func TestComplete(t *testing.T) {
	const all = "ray gil gc asyncio vigil redis redis-stream cache lecture chicken laugh"
	for _, test := range []struct {
		name, query, done string
		limit             int
		want              string
	}{
		{"title, its beginning, a word of it", "redis", "", 25, "redis redis-stream cache"},
		{"a word's beginning before its inside", "gil", "", 25, "gil vigil"},
		{"title before Also words", "캐시", "", 25, "cache redis"},
		{"Also words", "쓰레기", "", 25, "gc"},
		{"punctuation", "i/o", "", 25, "lecture"},
		{"done after not done of equal rank", "redis", "redis-stream redis", 25, "redis redis-stream cache"},
		{"roadmap order", "tuning", "", 25, "asyncio"},
		{"done in the same rank", "la", "", 25, "laugh vigil"},
		{"words in any order", "loop asyncio", "", 25, "asyncio"},
		{"words in two languages", "루프 event", "", 25, "asyncio"},
		{"all words must match", "redis asyncio", "", 25, ""},
		{"case and width", "ＧＩｌ LOCK", "", 25, "gil"},
		{"decomposed Hangul", norm.NFD.String("가비지"), "", 25, "gc"},
		{"invisible characters and much space", "\u200b  garbage\u3000 collection ", "", 25, "gc"},
		{"section", "데이터베이스", "", 25, "redis redis-stream cache lecture chicken laugh"},
		{"section in the other language, with a word of the title", "databases 캐시", "", 25, "redis cache"},
		{"area", "backend", "ray gc", 25, "gil asyncio vigil redis redis-stream cache lecture chicken laugh ray gc"},
		{"title before section", "python", "", 25, "gil gc asyncio vigil"},
		{"initials", "ㄱㅂㅈ", "", 25, "gc"},
		{"initials of a later syllable", "ㅂㅈ", "", 25, "gc"},
		{"initials across a space", "ㄱㅂㅈㅋㄹㅅ", "", 25, "gc"},
		{"initials by words", "ㅋㄹㅅ ㄱㅂㅈ", "", 25, "gc"},
		{"initials that a keyboard joined", "ㅂㅈㅋㄹㅅㅁ", "", 25, "gc"},
		{"joined consonants alone", "ㄳ", "", 25, "gc vigil"},
		{"initials with a word", "gil ㄷㅈ", "", 25, "gil"},
		{"initials of a title before those of a section", "ㄱㅂ", "", 25, "gc ray"},
		{"initials not of neighbours", "ㄱㅈ", "", 25, ""},
		{"initial of a section's title", "ㄷㅇㅌㅂㅇㅅ", "redis", 25, "redis-stream cache lecture chicken laugh redis"},
		{"half-typed: initial", "가ㅂ", "", 25, "gc laugh"},
		{"half-typed: as a final, after Also words that have it", "갑", "", 25, "laugh gc"},
		{"half-typed: second syllable", "가비ㅈ", "", 25, "gc"},
		{"half-typed: across a space", "가비지ㅋ", "", 25, "gc"},
		{"half-typed: in the middle of a word", "벤ㅌ", "", 25, "asyncio"},
		{"half-typed: compound vowel in the middle", "고학", "", 25, ""},
		{"half-typed: first half of a compound vowel", "고", "", 25, "lecture chicken"},
		{"half-typed: another final", "괄", "", 25, ""},
		{"half-typed: compound final", "달", "", 25, "chicken"},
		{"half-typed: final that is the next initial", "닭", "", 25, "chicken"},
		{"half-typed after Latin", "asyncio 이벤틀", "", 25, "asyncio"},
		{"without the space", "가비지컬렉션", "", 25, "gc"},
		{"half-typed syllable within a word", "가ㅂ지", "", 25, ""},
		{"half-typed not from a syllable's start", "ㅣ지", "", 25, ""},
		{"letters as they stand", "ㅋㅋ", "", 25, "laugh"},
		{"letters as they stand and initials", "ㅋㅋㄹㄱ", "", 25, "laugh"},
		{"vowels as they stand", "ㅠㅠ", "", 25, "laugh"},
		{"nothing", "kubernetes", "", 25, ""},
		{"title and more", "redis redis redis", "", 25, "redis redis-stream cache"},
		{"longer than any title", strings.Repeat("redis ", 50), "", 25, ""},
		{"limit", "redis", "", 2, "redis redis-stream"},
		{"limit across ranks", "redis", "redis", 1, "redis"},
		{"limit of nothing", "redis", "", 0, ""},
		{"limit below nothing", "", "", -1, ""},
		{"empty: current stage first, the rest last", "", "", 25, "redis redis-stream cache lecture chicken laugh gil gc asyncio vigil ray"},
		{"empty: what is done is left out", " ", "redis laugh gil", 3, "redis-stream cache lecture"},
		{"empty: later stage", "", "redis redis-stream cache lecture chicken laugh gil", 25, "gc asyncio vigil ray"},
		{"empty: all done", "", all, 25, all},
		{"empty: all done, limited", "", all, 2, "ray gil"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := ids(studies(t).Complete(test.query, of(test.done), test.limit))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is typed on the way to a title finds it at every key, as a Korean
// keyboard shows it.
func TestCompleteAtEveryKey(t *testing.T) {
	for _, test := range []struct{ item, keys string }{
		{"gc", "ㄱ 가 갑 가비 가빚 가비지 가비지ㅋ 가비지커 가비지컬 가비지컬ㄹ 가비지컬레 가비지컬렉 가비지컬렉ㅅ 가비지컬렉셔 가비지컬렉션"},
		{"lecture", "ㄱ 고 과 괗 과하 과학 과학ㅈ 과학저 과학적"},
		{"chicken", "ㄷ 다 달 닭 닭ㄱ 닭고 닭과"},
	} {
		for typed := range strings.FieldsSeq(test.keys) {
			if found := ids(studies(t).Complete(typed, none, 25)); !slices.Contains(strings.Fields(found), test.item) {
				t.Errorf("%q finds %q, without %s", typed, found, test.item)
			}
		}
	}
}

func TestCompleteReturnsWhereItemsStand(t *testing.T) {
	r := studies(t)
	want, _ := r.Item("gil")
	if diff := cmp.Diff([]roadmap.ItemRef{want}, r.Complete("interpreter", none, 25)); diff != "" {
		t.Error(diff)
	}
}

// A shorter list is the beginning of a longer one, whatever the query.
func TestCompleteLimits(t *testing.T) {
	r := bigRoadmap(t)
	third := func(item string) bool { return strings.HasSuffix(item, "3") }
	for _, q := range bigQueries {
		all := r.Complete(q.query, third, roadmap.MaxItems)
		for _, limit := range []int{1, 5, 25} {
			want := all[:min(limit, len(all))]
			if got := r.Complete(q.query, third, limit); ids(got) != ids(want) {
				t.Errorf("%s: the first %d are %q, want %q", q.name, limit, ids(got), ids(want))
			}
		}
	}
}

func TestFind(t *testing.T) {
	for _, test := range []struct{ name, text, want, nearest string }{
		{"id", "redis-stream", "redis-stream", ""},
		{"id with space around it", " gc\n", "gc", ""},
		{"title", "Redis", "redis", ""},
		{"title in other letters", "ｇａｒｂａｇｅ  COLLECTION", "gc", ""},
		{"Korean title", "닭과 달걀", "chicken", ""},
		{"whole word, though inside another", "GIL", "gil", ""},
		{"whole word before a particle, though inside another", "log", "laugh", ""},
		{"whole words of the Also words", "쓰레기수집", "gc", ""},
		{"words that stand side by side", "event loop", "asyncio", ""},
		{"only completion", "vigilan", "vigil", ""},
		{"only completion by initials", "ㄱㅂㅈㅋㄹㅅ", "gc", ""},
		{"several", "캐시", "", "cache redis"},
		{"several by section", "python", "", "gil gc asyncio vigil"},
		{"five at most", "database", "", "redis redis-stream cache lecture chicken"},
		{"misspelt", "garbege colection", "", "gc"},
		{"misspelt Korean", "가베지 컬랙션", "", "gc"},
		{"nothing like it", "zzz", "", ""},
		{"one letter that is nowhere", "z", "", ""},
		{"empty", "  ", "", ""},
		{"longer than any title", strings.Repeat("redis ", 50), "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := studies(t)
			want, _ := r.Item(test.want)
			got, nearest := r.Find(test.text)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.nearest, ids(nearest)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Two items may have the same title in different sections: then it names none.
func TestFindSameTitle(t *testing.T) {
	items := func(id string) []roadmap.Item {
		return []roadmap.Item{{ID: id, Title: roadmap.Text{"": "Logging"}}, {ID: id + "-2", Title: roadmap.Text{"": "Logging design"}}}
	}
	r, err := roadmap.New(roadmap.Text{"": "x"}, []roadmap.Area{{Title: roadmap.Text{"": "y"}, Sections: []roadmap.Section{
		{ID: "a", Title: roadmap.Text{"": "A"}, Items: items("one")}, {ID: "b", Title: roadmap.Text{"": "B"}, Items: items("two")},
	}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, nearest := r.Find("logging")
	if got.Item != nil || ids(nearest) != "one two one-2 two-2" {
		t.Errorf("found %v, nearest %q", got.Item, ids(nearest))
	}
}

// Whatever is typed has an answer, the same for each order of asking, in which
// no item stands twice and in which Find offers no more than it says.
func FuzzComplete(f *testing.F) {
	for _, q := range bigQueries {
		f.Add(q.query)
	}
	for _, query := range []string{"ㄳ", "가\u1100", "\u1161\u11a8", "ﾡￂ", "①㉠", "\xff", "e\u0301", "İı", "ß ẞ", "\u3164", "gil\x00"} {
		f.Add(query)
	}
	r := studies(f)
	f.Fuzz(func(t *testing.T, query string) {
		found := r.Complete(query, of("gil redis"), roadmap.MaxItems)
		seen := map[string]bool{}
		for _, ref := range found {
			if seen[ref.Item.ID] {
				t.Errorf("%q finds %s twice", query, ref.Item.ID)
			}
			seen[ref.Item.ID] = true
		}
		if again := r.Complete(query, of("gil redis"), roadmap.MaxItems); ids(again) != ids(found) {
			t.Errorf("%q finds %q, then %q", query, ids(found), ids(again))
		}
		if ref, nearest := r.Find(query); len(nearest) > 5 || ref.Item != nil && nearest != nil {
			t.Errorf("%q is %v, nearest %q", query, ref.Item, ids(nearest))
		}
	})
}

// Where a title or a query has its spaces is a matter of taste, in Korean more than
// elsewhere.
func TestSpacesDoNotDecide(t *testing.T) {
	title := func(id, title string) roadmap.Item { return roadmap.Item{ID: id, Title: roadmap.Text{"": title}} }
	r, err := roadmap.New(roadmap.Text{"": "x"}, []roadmap.Area{{Title: roadmap.Text{"": "네트워크 와 OS"}, Sections: []roadmap.Section{
		{ID: "net", Title: roadmap.Text{"": "전송 계층"}, Items: []roadmap.Item{
			title("tcp", "TCP 와 UDP 의 차이점"),
			title("http2", "HTTP 2"),
			title("gil", "GIL (Global Interpreter Lock) 동작 원리"),
			title("debug", "Debugging caches"),
			{ID: "loop", Title: roadmap.Text{"": "Event loop"}, Also: "asyncio 이벤트루프 run loop"},
			title("rust", "Rust소유권"),
		}},
		{ID: "db", Title: roadmap.Text{"": "데이터 베이스"}, Items: []roadmap.Item{title("db", "B-Tree 인덱스")}},
	}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{
		"TCP와": "tcp", "tcp와udp": "tcp", "TCP와 UDP의 차이점": "tcp", "tcp 와udp 의차이점": "tcp", "tcpㅇ": "tcp", "udp의차": "tcp", "차이점udp": "tcp",
		"http2": "http2", "h ttp2": "http2",
		"gil동작": "gil", "GIL동작원리": "gil", "동작gil": "gil", "gilㄷㅈ": "gil", "gil 동작원리": "gil", "globalinterpreter": "gil",
		"gc":        "", // not the end of a word and the beginning of the next
		"eventloop": "loop", "even tloop": "loop", "이벤트 루프": "loop", "runloop": "loop",
		"rust 소유권": "rust", "rust소유권": "rust", "Rust 소 유 권": "rust",
		"데이터베이스": "db", "데이터 베이스btree": "", "데이터베이스 b-tree": "db", "데이터베이스b": "db",
	} {
		if got := ids(r.Complete(typed, none, 25)); got != want {
			t.Errorf("%q completes to %q, want %q", typed, got, want)
		}
		if got, nearest := r.Find(typed); want != "" && (got.Item == nil || got.Item.ID != want) {
			t.Errorf("%q is %v, nearest %q; want %s", typed, got.Item, ids(nearest), want)
		}
	}
	for _, typed := range []string{"전송계층", "전 송계층", "네트워크와OS", "네트워크와os"} {
		if _, ok := r.FindTopic(typed); !ok {
			t.Errorf("%q is no topic", typed)
		}
		if got := r.Topics(typed, 5); len(got) == 0 {
			t.Errorf("%q completes to no topic", typed)
		}
	}
}

// The title as it is typed comes before one that has other spaces.
func TestTheSameSpacesComeFirst(t *testing.T) {
	r, err := roadmap.New(roadmap.Text{"": "x"}, []roadmap.Area{{Title: roadmap.Text{"": "y"}, Sections: []roadmap.Section{
		{ID: "s", Title: roadmap.Text{"": "z"}, Items: []roadmap.Item{
			{ID: "apart", Title: roadmap.Text{"": "web hook"}}, {ID: "together", Title: roadmap.Text{"": "webhook"}},
		}},
	}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{"web hook": "apart", "webhook": "together"} {
		if got, nearest := r.Find(typed); got.Item == nil || got.Item.ID != want {
			t.Errorf("%q is %v, nearest %q", typed, got.Item, ids(nearest))
		}
	}
}

func TestWholeWordsComeBeforeTitlesThatBeginSo(t *testing.T) {
	r, _, err := markdown.Parse([]byte("# T\n## A\n### S\n"+"- [ ] GCP services <!-- id: gcp -->\n- [ ] Garbage collection <!-- id: gc --> <!-- also: GC -->\n"+
		"- [ ] 캐시를 쓰는 법 <!-- id: use -->\n- [ ] Redis <!-- id: redis --> <!-- also: 캐시 -->\n"), roadmap.Korean)
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{"gc": "gc gcp", "캐시": "use redis"} {
		if got := ids(r.Complete(typed, none, 25)); got != want {
			t.Errorf("%s: %s, want %s", typed, got, want)
		}
	}
}

func ExampleRoadmap_Complete() {
	r, err := roadmap.New(roadmap.Text{roadmap.Korean: "공부"}, []roadmap.Area{{
		Title: roadmap.Text{roadmap.Korean: "백엔드"},
		Sections: []roadmap.Section{{
			ID: "python", Title: roadmap.Text{roadmap.Korean: "Python 심화"},
			Items: []roadmap.Item{
				{ID: "gil", Title: roadmap.Text{roadmap.Korean: "GIL 동작 원리"}},
				{ID: "gc", Title: roadmap.Text{roadmap.Korean: "가비지 컬렉션"}},
			},
		}},
	}}, nil)
	if err != nil {
		panic(err)
	}
	done := func(string) bool { return false }
	for _, typed := range []string{"ㄱㅂㅈ", "갑", "심화 gil"} {
		for _, ref := range r.Complete(typed, done, 25) {
			fmt.Println(typed, "→", ref.Item.Title.In(roadmap.Korean))
		}
	}
	// Output:
	// ㄱㅂㅈ → 가비지 컬렉션
	// 갑 → 가비지 컬렉션
	// 심화 gil → GIL 동작 원리
}
