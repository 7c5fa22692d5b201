package diff

import (
	"strings"
	"unicode"

	"dojang/normalize"
)

// genericTitles are titles that any subject may have, without spaces, numbers and signs. An
// item of such a title in another section is most likely another item.
var genericTitles = wordSet(`
	introduction intro overview background motivation basics fundamentals foundations prerequisites requirements
	gettingstarted setup installation install configuration concepts keyconcepts basicconcepts coreconcepts theory
	practice exercise exercises homework assignment assignments quiz project projects miniproject finalproject
	example examples demo lab labs tutorial tutorials tips bestpractices faq glossary terminology
	summary conclusion recap review wrapup reference references resources furtherreading reading notes
	other others misc miscellaneous advanced advancedtopics intermediate beginner
	part chapter week day lesson module unit section step stage phase level lecture session topic
	소개 개요 들어가며 들어가기 시작하기 시작 입문 배경 준비 준비하기 설치 설정 환경설정 환경구성 기초 기본 기본개념 개념 핵심개념 이론
	실습 연습 연습문제 과제 숙제 퀴즈 시험 프로젝트 미니프로젝트 최종프로젝트 예제 예시 팁 용어 용어정리
	정리 요약 복습 마무리 결론 회고 참고 참고자료 자료 더읽을거리 읽을거리 기타 심화 중급 고급
	주차 일차 차시 장 강 편 부 단계 주제
`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// isGeneric reports whether a title says nothing about its subject, as Introduction or Part 2.
func isGeneric(title string) bool {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, normalize.Compact(title))
	return letters == "" || genericTitles[letters]
}
