package roadmap_test

import (
	"fmt"
	"testing"

	"dojang/roadmap"
)

// bigRoadmap makes a roadmap as large as the limits allow, of titles as long
// as real ones are and in two languages.
func bigRoadmap(t testing.TB) *roadmap.Roadmap {
	korean := []string{"가비지 컬렉션", "인덱스 전략", "비동기 프로그래밍", "트랜잭션 격리 수준", "분산 추적", "메모리 구조 이해", "컨테이너 오케스트레이션", "캐시 무효화", "부하 시험", "과금 설계", "장애 복구"}
	english := []string{"Garbage collection", "Index strategy", "Asynchronous programming", "Transaction isolation", "Distributed tracing", "Memory layout", "Container orchestration", "Cache invalidation", "Load testing", "Billing design", "Disaster recovery"}
	topics := []string{"Redis", "PostgreSQL", "Kafka", "asyncio", "Kubernetes", "FastAPI", "Django"}
	var areas []roadmap.Area
	n := 0
	for i := range 10 {
		area := roadmap.Area{Title: both(fmt.Sprintf("백엔드 영역 %d", i), fmt.Sprintf("Backend area %d", i))}
		for j := range 20 {
			section := roadmap.Section{ID: fmt.Sprintf("section-%d-%d", i, j), Title: both(fmt.Sprintf("성능 분석 %d", j), fmt.Sprintf("Performance %d", j))}
			for range roadmap.MaxItems / 200 {
				topic := topics[n%len(topics)]
				k := n / 3 % len(korean)
				section.Items = append(section.Items, roadmap.Item{
					ID:    fmt.Sprintf("item-%d", n),
					Title: both(fmt.Sprintf("%s %s %d단계", topic, korean[k], n), fmt.Sprintf("%s with %s, step %d", english[k], topic, n)),
					Also:  "심화 advanced",
				})
				n++
			}
			area.Sections = append(area.Sections, section)
		}
		areas = append(areas, area)
	}
	r, err := roadmap.New(both("큰 로드맵", "A big roadmap"), areas, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var bigQueries = []struct{ name, query string }{
	{"empty", ""},
	{"word", "redis"},
	{"several words", "collection redis step"},
	{"Korean word", "컬렉션"},
	{"half typed", "가비ㅈ"},
	{"initials", "ㄱㅂㅈ"},
	{"initial", "ㄱ"},
	{"letter", "a"},
	{"section", "성능 백엔드 redis"},
	{"title", "Redis 가비지 컬렉션 0단계"},
	{"nothing", "마이크로서비스 zookeeper"},
	{"nothing in Latin", "zookeeper"},
}

// The limit is a millisecond for the largest roadmap.
func BenchmarkComplete(b *testing.B) {
	r := bigRoadmap(b)
	for _, q := range bigQueries {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Complete(q.query, none, 25)
			}
		})
	}
}

func BenchmarkFind(b *testing.B) {
	r := bigRoadmap(b)
	for _, q := range append(bigQueries[1:], struct{ name, query string }{"misspelt", "garbege colection"}) {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Find(q.query)
			}
		})
	}
}
