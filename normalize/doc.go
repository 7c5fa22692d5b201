// Package normalize writes text in the forms in which it is compared and
// searched: without case, Unicode form, invisible characters and, where spaces
// do not count, without spaces. It also takes Hangul apart, so that ㄱㅂㅈ finds
// 가비지 and a half-typed syllable finds the whole one.
//
// Nothing here is shown to anybody: what people typed is kept as they typed it.
package normalize
